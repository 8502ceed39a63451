import type { MatchEvent } from '@touchline/contracts'
import { type Database, insertEvents, inTransaction, lockMatches, saveMatches } from '@touchline/db'
import { emptyMatch, initialState } from '@touchline/match'

export const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')

const kinds = [
  { type: 'pass-made', lane: 'normal', source: 'broadcast', payload: { team: 'home' } },
  { type: 'ball-tracked', lane: 'normal', source: 'sensor', payload: { x: 0.1, y: 0.2, speedMps: 3 } },
  { type: 'goal-scored', lane: 'critical', source: 'broadcast', payload: { team: 'away' } },
  { type: 'post-published', lane: 'low', source: 'social', payload: { author: 'a', text: 'yes' } },
  { type: 'shot-taken', lane: 'normal', source: 'broadcast', payload: { team: 'home', outcome: 'saved' } },
] as const

/** The event of a seq: of all kinds in turn, 100 ms of match time apart unless told otherwise. */
export const matchEvent = (matchId: string, seq: number, offsetMs = seq * 100): MatchEvent =>
  ({
    matchId,
    epoch: 1,
    seq,
    ...kinds[seq % kinds.length],
    sourceEventId: `${matchId}-${seq}`,
    occurredAt: new Date(kickOffMs + offsetMs).toISOString(),
    ingestedAt: new Date(kickOffMs + offsetMs + 20).toISOString(),
    storedAt: new Date(kickOffMs + offsetMs + 45).toISOString(),
    clock: { period: 1, seconds: 0 },
    score: { home: 0, away: 0 },
    correlationId: 'c',
  }) as unknown as MatchEvent

/** Stores a match's next events, as the enrichment does. */
export function storeEvents(
  database: Database,
  matchId: string,
  offsetsMs: readonly (number | undefined)[],
): Promise<MatchEvent[]> {
  return inTransaction(database.pool, async tx => {
    const seq = (await lockMatches(tx, [matchId], emptyMatch)).get(matchId)?.seq ?? 0
    const events = offsetsMs.map((offsetMs, index) => matchEvent(matchId, seq + 1 + index, offsetMs))
    await insertEvents(tx, events)
    await saveMatches(tx, [{ matchId, lastSeq: seq + events.length, state: initialState }])
    return events
  })
}
