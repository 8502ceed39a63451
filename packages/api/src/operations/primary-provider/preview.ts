import { type MatchState, matchIdSchema, providerNameSchema } from '@touchline/contracts'
import type { Database } from '@touchline/db'
import { primariesOf } from '@touchline/match'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { type Coverage, partnersOf, readCoverage, stateNow, stateWith } from './read-coverage.ts'

export const choiceShape = { matchId: matchIdSchema, provider: providerNameSchema }
export const previewPrimaryProviderInput = z.object(choiceShape)

/** What fans see of a state. */
export type ShownState = Pick<
  MatchState,
  'score' | 'penalties' | 'yellowCards' | 'redCards' | 'status' | 'clock'
>

export interface PrimaryProviderPreview {
  readonly matchId: string
  readonly provider: string
  readonly now: ShownState
  readonly after: ShownState
  /** What will change, in sentences, the most important first. */
  readonly effects: readonly string[]
  /** Why it can't be done; null: it can. */
  readonly refusal: string | null
}

/** What it would do to make a provider the primary one of a match. Changes nothing. */
export async function previewPrimaryProvider(
  database: Database,
  { matchId, provider }: z.output<typeof previewPrimaryProviderInput>,
  at: Date,
): Promise<Outcome<PrimaryProviderPreview, 'match-not-found'>> {
  const coverage = await readCoverage(database, matchId)
  if (!coverage) return failed('match-not-found')
  const change = { now: shown(stateNow(coverage)), after: shown(stateWith(coverage, provider, at.getTime())) }
  const refusal = refusalOf(coverage, provider) ?? null
  return succeeded({ matchId, provider, ...change, effects: effectsOf(change), refusal })
}

/** Why a provider can't be made the primary one; undefined: it can. */
export function refusalOf(coverage: Coverage, provider: string): string | undefined {
  if (!partnersOf(coverage).has(provider)) return `${provider} has told no facts of this match`
  const { chosen } = primariesOf([...coverage.facts.values()])
  return chosen === provider ? `${provider} is the primary provider already` : undefined
}

export const shown = ({
  score,
  penalties,
  yellowCards,
  redCards,
  status,
  clock,
}: MatchState): ShownState => ({
  ...{ score, yellowCards, redCards, status, clock },
  ...(penalties && { penalties }),
})

type Pair = { readonly home: number; readonly away: number } | undefined
const pairText = (pair: Pair) => (pair ? `${pair.home}–${pair.away}` : 'none')

export function effectsOf({ now, after }: Pick<PrimaryProviderPreview, 'now' | 'after'>): string[] {
  const figures: readonly (readonly [string, string, string])[] = [
    ['The score', pairText(now.score), pairText(after.score)],
    ['The shoot-out', pairText(now.penalties), pairText(after.penalties)],
    ['Yellow cards', pairText(now.yellowCards), pairText(after.yellowCards)],
    ['Red cards', pairText(now.redCards), pairText(after.redCards)],
    ['The status', now.status, after.status],
  ]
  const changes = figures.flatMap(([what, before, then]) =>
    before === then ? [] : [`${what}: ${then} instead of ${before}.`],
  )
  return changes.length > 0 ? changes : ['Score, cards and status stay as they are.']
}
