import type { EventType } from '@touchline/contracts'
import { laneOf } from '@touchline/match'
import type { ReadRecord } from '../records/read-record.ts'

/** A reading that is older than this shows nobody where anything is. */
export const staleReadingSeconds = 30
/** Chatter about a moment that is this long gone. */
export const staleChatterSeconds = 120

const readings: ReadonlySet<EventType> = new Set(['ball-tracked', 'player-tracked', 'crowd-noise-measured'])

/** Whether an event is too old to hold up its match. What is critical, or tells of the play, never is. */
export function isStale(read: ReadRecord, nowMs: number): boolean {
  if (read.kind !== 'event') return false
  const ageSeconds = (nowMs - Date.parse(read.event.occurredAt)) / 1_000
  if (readings.has(read.event.type)) return ageSeconds > staleReadingSeconds
  return laneOf(read.event.type) === 'low' && ageSeconds > staleChatterSeconds
}
