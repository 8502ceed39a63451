import { type Clock, matchIdSchema } from '@touchline/contracts'
import {
  type CorrectionOutcome,
  type Database,
  listCorrections,
  type ProviderActivity,
  readProviderActivity,
} from '@touchline/db'
import { countedFacts, type Fact, type FactKind, factKinds, primariesOf } from '@touchline/match'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { isPartner, partnersOf, readCoverage } from './read-coverage.ts'

export const showPrimaryProviderInput = z.object({ matchId: matchIdSchema })

export interface CoveringProvider {
  readonly provider: string
  /** What of it counts. */
  readonly counts: readonly FactKind[]
  readonly events: number
  readonly goals: number
  readonly cards: number
  /** Facts that are not counted, since another provider's are. */
  readonly backups: number
  readonly lastReport: { readonly seq: number; readonly type: string; readonly storedAt: string } | null
}

export interface BackupReport {
  readonly provider: string
  readonly type: string
  readonly occurredAt: string
  readonly clock: Clock | null
}

export interface ProviderChoice {
  readonly provider: string
  readonly requestedBy: string
  readonly reason: string
  readonly createdAt: string
  /** Null: it is on its way. */
  readonly seq: number | null
}

export interface PrimaryProviderView {
  readonly matchId: string
  /** Null: nobody was chosen, so that of each kind those count who began first. */
  readonly chosen: string | null
  readonly providers: readonly CoveringProvider[]
  /** The newest first, at most 50. */
  readonly backups: readonly BackupReport[]
  /** What operators chose, the newest first, at most 20. */
  readonly choices: readonly ProviderChoice[]
}

const backupsMax = 50

/** Which providers cover a match, and whose facts make its state. */
export async function showPrimaryProvider(
  database: Database,
  { matchId }: z.output<typeof showPrimaryProviderInput>,
): Promise<Outcome<PrimaryProviderView, 'match-not-found'>> {
  const [coverage, activity, choices] = await Promise.all([
    readCoverage(database, matchId),
    readProviderActivity(database, matchId),
    listCorrections(database, { matchId, type: 'primary-provider-changed', limit: 20 }),
  ])
  if (!coverage) return failed('match-not-found')
  const facts = [...coverage.facts.values()]
  const { chosen } = primariesOf(facts)
  const backups = backupsOf(facts)
  const partners = new Set([...activity.map(({ provider }) => provider), ...partnersOf(coverage)])
  const providers = [...partners].filter(isPartner).map(name => ({
    ...factsIn(name, facts, backups),
    ...reportsOf(activity.find(one => one.provider === name)),
  }))
  return succeeded({
    ...{ matchId, chosen: chosen ?? null, providers, choices: choices.map(choiceOf) },
    backups: backups.slice(0, backupsMax).map(reportOf),
  })
}

function backupsOf(facts: readonly Fact[]): Fact[] {
  const counted = new Set(countedFacts(facts))
  return facts
    .filter(fact => fact.type !== 'primary-provider-changed' && !counted.has(fact))
    .toSorted((a, b) => b.occurredAtMs - a.occurredAtMs)
}

function factsIn(provider: string, facts: readonly Fact[], backups: readonly Fact[]) {
  const { byKind } = primariesOf(facts)
  const its = facts.filter(fact => fact.provider === provider)
  return {
    provider,
    counts: factKinds.filter(kind => byKind[kind] === provider),
    goals: its.filter(({ type }) => type === 'goal-scored').length,
    cards: its.filter(({ type }) => type === 'card-shown').length,
    backups: backups.filter(fact => fact.provider === provider).length,
  }
}

function reportsOf(activity: ProviderActivity | undefined): Pick<CoveringProvider, 'events' | 'lastReport'> {
  if (!activity) return { events: 0, lastReport: null }
  const { events, lastSeq: seq, lastType: type, lastStoredAt } = activity
  return { events, lastReport: { seq, type, storedAt: lastStoredAt.toISOString() } }
}

const reportOf = ({ provider, type, occurredAtMs, clock }: Fact): BackupReport => ({
  ...{ provider, type, clock: clock ?? null },
  occurredAt: new Date(occurredAtMs).toISOString(),
})

const choiceOf = ({ event, requestedBy, reason, createdAt, seq }: CorrectionOutcome): ProviderChoice => ({
  provider: (event.payload as { readonly provider: string }).provider,
  ...{ requestedBy, reason, seq, createdAt: createdAt.toISOString() },
})
