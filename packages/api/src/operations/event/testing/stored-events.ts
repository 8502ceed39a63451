import type { Lane, MatchEvent, Source } from '@touchline/contracts'
import {
  type Database,
  type EventDocument,
  type EventOrigin,
  indexedWords,
  insertEvents,
  inTransaction,
  lockDocuments,
  lockMatches,
  saveDocumentCheckpoint,
  saveDocuments,
  saveMatches,
} from '@touchline/db'
import { emptyMatch, initialState } from '@touchline/match'

export interface TestEvent {
  readonly type: string
  readonly source?: Source
  readonly lane?: Lane
  readonly id?: string
  readonly correlationId?: string
  /** Seconds after kick-off at which it happened; it is stored 50 ms later. */
  readonly atSeconds?: number
  readonly payload?: object
  readonly origin?: EventOrigin
}

export const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
export const at = (seconds: number): string => new Date(kickOffMs + seconds * 1_000).toISOString()

/** Stores a match's next events in one transaction; indexes all that have words, unless told otherwise. */
export async function storeTestEvents(
  database: Database,
  matchId: string,
  events: readonly TestEvent[],
  { isIndexed = true } = {},
): Promise<MatchEvent[]> {
  const stored = await inTransaction(database.pool, async tx => {
    const seq = (await lockMatches(tx, [matchId], emptyMatch)).get(matchId)?.seq ?? 0
    const all = events.map((event, index) => toEvent(matchId, seq + index + 1, event))
    const origins = events.flatMap(event => event.origin ?? [])
    await insertEvents(tx, all, origins)
    await saveMatches(tx, [{ matchId, lastSeq: seq + all.length, state: initialState }])
    return all
  })
  if (isIndexed) await indexTestEvents(database, stored)
  return stored
}

const toEvent = (matchId: string, seq: number, event: TestEvent): MatchEvent => {
  const { atSeconds = seq } = event
  return {
    matchId,
    epoch: 1,
    seq,
    type: event.type,
    lane: event.lane ?? 'normal',
    source: event.source ?? 'broadcast',
    sourceEventId: event.id ?? `${matchId}-${seq}`,
    occurredAt: at(atSeconds),
    ingestedAt: at(atSeconds + 0.02),
    storedAt: at(atSeconds + 0.05),
    clock: { period: 1, seconds: atSeconds },
    score: { home: 0, away: 0 },
    correlationId: event.correlationId ?? `c-${matchId}-${seq}`,
    payload: event.payload ?? {},
  } as unknown as MatchEvent
}

async function indexTestEvents(database: Database, events: readonly MatchEvent[]): Promise<void> {
  const last = events.at(-1)
  if (!last) return
  await inTransaction(database.pool, async tx => {
    await lockDocuments(tx, last.matchId)
    const wordy = events.filter(event => !event.type.endsWith('-tracked'))
    await saveDocuments(tx, wordy.map(toTestDocument))
    await saveDocumentCheckpoint(tx, { matchId: last.matchId, epoch: 1, nextSeq: last.seq + 1 })
  })
}

export function toTestDocument(event: MatchEvent): EventDocument {
  const { matchId, seq, occurredAt, source, type, lane, sourceEventId, correlationId } = event
  return {
    ...{ matchId, seq, occurredAt, source, type, lane, sourceEventId, correlationId },
    names: indexedWords(event.type),
    teams: '',
    text: indexedWords(Object.values(event.payload).join(' ')),
  }
}
