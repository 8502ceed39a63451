import type { MatchEvent, MatchId } from '@touchline/contracts'
import { type Database, insertEvents, inTransaction, lockMatches, saveMatches } from '@touchline/db'
import { emptyMatch } from '@touchline/match'

/** Stores events as a processor does, in one transaction with the match's row; its seqs must join on. */
export interface Store {
  add(matchId: MatchId, events: readonly MatchEvent[]): Promise<void>
}

export function createStore({ pool }: Pick<Database, 'pool'>): Store {
  return {
    add: (matchId, events) =>
      inTransaction(pool, async tx => {
        const match = (await lockMatches(tx, [matchId], emptyMatch)).get(matchId)
        if (!match) throw new Error(`the row of ${matchId} is held`)
        await insertEvents(tx, events)
        const lastSeq = match.seq + events.length
        if (events.length > 0) await saveMatches(tx, [{ matchId, lastSeq, state: match.state }])
      }),
  }
}
