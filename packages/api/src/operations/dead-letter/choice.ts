import {
  dispositionSchema,
  type LetterState,
  letterStageSchema,
  letterStateSchema,
  matchIdSchema,
  plainText,
  sourceSchema,
} from '@touchline/contracts'
import type { LetterChoice } from '@touchline/db'
import { z } from 'zod'
import { askedTimeSchema } from '../asked-time.ts'

/** A row's number, as text: it may be larger than a JSON number holds. */
export const rowIdSchema = z.string().regex(/^[1-9][0-9]{0,17}$/, 'must be a whole number from 1')

/** Which dead letters: all that is given must hold. Times are those of the last failure. */
export const letterFilterSchema = z.strictObject({
  topic: plainText(64).optional(),
  source: sourceSchema.optional(),
  stage: letterStageSchema.optional(),
  disposition: dispositionSchema.optional(),
  states: z.array(letterStateSchema).min(1).max(7).optional(),
  code: plainText(64).optional(),
  matchId: matchIdSchema.optional(),
  eventType: plainText(32).optional(),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits')
    .optional(),
  from: askedTimeSchema.optional(),
  to: askedTimeSchema.optional(),
  /** Somewhere in the error message. Shorter ones can't be looked up: the index holds three characters at a time. */
  text: plainText(200).min(3, 'must have at least 3 characters').optional(),
  /** A path that the payload has, such as `payload.minute`. */
  path: plainText(120).optional(),
})

/** At most this many letters are chosen at once. */
export const maxChosen = 100_000

/** Letters by id, or by a query that must say something. */
export const letterChoiceShape = {
  ids: z.array(rowIdSchema).min(1).max(10_000).optional(),
  query: letterFilterSchema
    .refine(query => Object.values(query).some(value => value !== undefined), 'must name a condition')
    .optional(),
}

export interface AskedChoice {
  readonly ids?: readonly string[] | undefined
  readonly query?: z.output<typeof letterFilterSchema> | undefined
}

export const isOneChoice = ({ ids, query }: AskedChoice): boolean =>
  (ids === undefined) !== (query === undefined)
export const oneChoice = { message: 'give either ids or a query' }

export function toChoice({ ids, query }: AskedChoice): LetterChoice {
  return ids ? { ids: [...new Set(ids)] } : { filter: query ?? {} }
}

export interface ChosenCounts {
  /** Dead or dead again: what can be replayed or discarded. */
  readonly dead: number
  /** In other states. */
  readonly others: Partial<Record<LetterState, number>>
  /** Ids that no letter has. */
  readonly unknown: number
}

export function countChosen(
  choice: LetterChoice,
  byState: Partial<Record<LetterState, number>>,
): ChosenCounts {
  const { dead = 0, dead_again = 0, ...others } = byState
  const found = Object.values(byState).reduce((sum, n) => sum + n, 0)
  return { dead: dead + dead_again, others, unknown: 'ids' in choice ? choice.ids.length - found : 0 }
}
