import type { Lane, MatchEvent, MatchId, MatchSnapshot, Position } from '@touchline/contracts'
import { type Database, getMatch, readEvents, readHeads } from '@touchline/db'

/** Where stored events are read from; in order of `seq`. */
export interface EventStore {
  readEvents(query: EventQuery): Promise<MatchEvent[]>
  /** The newest position of each match; a match without a row is missing. */
  readHeads(matchIds: readonly MatchId[]): Promise<ReadonlyMap<string, Position>>
  readSnapshot(matchId: MatchId): Promise<MatchSnapshot | undefined>
}

export interface EventQuery {
  readonly matchId: MatchId
  readonly afterSeq: number
  readonly limit: number
  readonly lanes?: readonly Lane[]
}

export const eventStoreOf = (database: Database): EventStore => ({
  readEvents: query => readEvents(database, query),
  readHeads: matchIds => readHeads(database, matchIds),
  readSnapshot: matchId => getMatch(database, matchId),
})
