import { fitsMatchPattern } from '@touchline/contracts'
import type { Partner } from './partner-book.ts'

/** Undefined: it is not known now, and may be soon. */
export type MayWrite = boolean | undefined

/**
 * Which matches a partner may write. Asked once per match and request, before the events are judged, so it answers
 * from memory. It never tells whether a match exists.
 */
export interface Grants {
  mayWrite(partner: Partner, matchId: string): MayWrite | Promise<MayWrite>
}

/** By the patterns in the partners' settings. */
export const patternGrants = {
  mayWrite: ({ matches }: Partner, matchId: string): boolean =>
    matches.some(pattern => fitsMatchPattern(pattern, matchId)),
} satisfies Grants
