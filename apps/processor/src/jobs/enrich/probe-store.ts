import { randomUUID } from 'node:crypto'
import type { MatchEvent, SourceEvent } from '@touchline/contracts'
import {
  addToOutbox,
  type Database,
  insertEvents,
  inTransaction,
  lockMatches,
  saveMatches,
} from '@touchline/db'
import { emptyMatch, initialState, laneOf } from '@touchline/match'

class RolledBack extends Error {}

/**
 * Stores an event as the enrichment would, under ids of its own, and rolls back. Why it could not, or undefined if it
 * could. Rejects only where the database can't be reached at all.
 */
export async function probeStore(database: Database, control: SourceEvent): Promise<string | undefined> {
  const matchId = `control-${randomUUID()}`
  const outcome = await inTransaction(database.pool, async tx => {
    await lockMatches(tx, [matchId], emptyMatch)
    await insertEvents(tx, [asStored(control, matchId)])
    await saveMatches(tx, [{ matchId, lastSeq: 1, state: initialState }])
    await addToOutbox(tx, [{ matchId, epoch: 1, firstSeq: 1, lastSeq: 1 }])
    throw new RolledBack()
  }).catch((error: unknown) => error)
  if (outcome instanceof RolledBack) return undefined
  return outcome instanceof Error ? outcome.message : String(outcome)
}

const asStored = (event: SourceEvent, matchId: string): MatchEvent =>
  ({
    matchId,
    epoch: 1,
    seq: 1,
    type: event.type,
    lane: laneOf(event.type),
    source: event.source,
    sourceEventId: matchId,
    occurredAt: event.occurredAt,
    ingestedAt: event.ingestedAt,
    storedAt: event.ingestedAt,
    clock: event.clock ?? { period: 1, seconds: 0 },
    score: { home: 0, away: 0 },
    correlationId: matchId,
    payload: event.payload,
  }) as MatchEvent
