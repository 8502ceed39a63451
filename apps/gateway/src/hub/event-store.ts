import { raiseLostEpoch } from '@touchline/api'
import type { Lane, MatchEvent, MatchId, MatchSnapshot } from '@touchline/contracts'
import {
  type Database,
  findContradicted,
  getMatch,
  type Handed,
  readEvents,
  readMatchHeads,
} from '@touchline/db'
import type { Head } from './head-reader.ts'

/** Where stored events are read from; in order of `seq`. */
export interface EventStore {
  readEvents(query: EventQuery): Promise<MatchEvent[]>
  /** The newest position of each match; a match without a row is missing. */
  readHeads(matchIds: readonly MatchId[]): Promise<ReadonlyMap<string, Head>>
  readSnapshot(matchId: MatchId): Promise<MatchSnapshot | undefined>
  /** The matches of which the store holds another history in the same epoch, as far as it knows. */
  findContradicted(handed: readonly Handed[]): Promise<ReadonlySet<string>>
  /** Begins a new epoch if the store is sure of that; true if it did. */
  raiseEpoch(handed: Handed): Promise<boolean>
}

export interface EventQuery {
  readonly matchId: MatchId
  readonly afterSeq: number
  readonly limit: number
  readonly lanes?: readonly Lane[]
}

export const eventStoreOf = (database: Database, instance: string): EventStore => ({
  readEvents: query => readEvents(database, query),
  readHeads: matchIds => readMatchHeads(database, matchIds),
  readSnapshot: matchId => getMatch(database, matchId),
  findContradicted: handed => findContradicted(database, handed),
  raiseEpoch: async handed => (await raiseLostEpoch(database, handed, instance)) !== undefined,
})
