import type { MatchState } from '@touchline/contracts'
import { type Database, getMatch, readFacts, readReadings, type Transaction } from '@touchline/db'
import {
  emptyMemory,
  type Fact,
  factsOf,
  identityOf,
  type MatchMemory,
  namesAs,
  operatorProvider,
  playTypes,
  readingsKept,
  readingsOf,
  refold,
} from '@touchline/match'

/** The clock follows from so many of the newest reports. */
const reportsRead = 256

/** A match with what its state follows from. */
export interface Coverage {
  readonly lastSeq: number
  readonly facts: ReadonlyMap<string, Fact>
  readonly memory: MatchMemory
}

export async function readCoverage(
  database: Database,
  matchId: string,
  tx: Transaction = database.pool,
): Promise<Coverage | undefined> {
  const match = await getMatch(database, matchId)
  if (!match) return undefined
  const stored = await readFacts(tx, [matchId])
  const wanted = { matchId, types: playTypes, perPeriod: readingsKept, newest: reportsRead }
  const readings = readingsOf(await readReadings(tx, wanted))
  const names = namesAs(match.fixture)
  return { lastSeq: match.lastSeq, facts: factsOf(stored), memory: { ...emptyMemory, readings, names } }
}

/** The providers of broadcast events that have told facts of the match. */
export const partnersOf = ({ facts }: Coverage): ReadonlySet<string> =>
  new Set([...facts.values()].map(({ provider }) => provider).filter(isPartner))

/** Events from before providers were kept have none. */
export const isPartner = (provider: string): boolean => provider !== operatorProvider && provider !== ''

/** When a choice made now has to say that it was made: after all that were made before it. */
export function choiceTimeMs({ facts }: Coverage, nowMs: number): number {
  const choices = [...facts.values()].filter(({ type }) => type === 'primary-provider-changed')
  return Math.max(nowMs, ...choices.map(({ occurredAtMs }) => occurredAtMs + 1))
}

export const stateNow = ({ facts, memory }: Coverage): MatchState => refold(memory, facts).state

/** The state as the choice of a provider would make it. */
export function stateWith(coverage: Coverage, provider: string, nowMs: number): MatchState {
  const identity = identityOf({ source: 'broadcast', provider: operatorProvider, sourceEventId: 'choice' })
  const choice: Fact = {
    ...{ identity, provider: operatorProvider, type: 'primary-provider-changed' },
    ...{ payload: { provider }, occurredAtMs: choiceTimeMs(coverage, nowMs) },
  }
  return refold(coverage.memory, new Map([...coverage.facts, [identity, choice]])).state
}
