import { createHash } from 'node:crypto'
import { criticalTopic, logHeaders, type SourceEventType, sourceTopics } from '@touchline/contracts'
import type { CorrectionRow } from '@touchline/db'
import { laneOf } from '@touchline/match'
import type { NewRecord } from '@touchline/streams'

export interface TopicRecord {
  readonly topic: string
  readonly record: NewRecord
}

/**
 * The records that a correction becomes: as the door makes those of a partner, with a second copy of what is critical.
 * The same correction gives the same bytes and headers, however often it is sent.
 */
export function toRecords({ matchId, type, sourceEventId, event }: CorrectionRow): TopicRecord[] {
  const source = 'broadcast'
  const lane = laneOf(type as SourceEventType)
  const value = Buffer.from(JSON.stringify(event))
  const headers = {
    [logHeaders.correlationId]: correlationId(sourceEventId),
    [logHeaders.traceparent]: traceparent(sourceEventId),
    [logHeaders.schema]: `${sourceTopics[source]}/1`,
    [logHeaders.lane]: lane,
  }
  const first = { topic: sourceTopics[source], record: { key: matchId, value, headers } }
  if (lane !== 'critical') return [first]
  const copy = { key: matchId, value, headers: { ...headers, [logHeaders.source]: source } }
  return [first, { topic: criticalTopic, record: copy }]
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** In the form of a UUID, as all others have it. */
function correlationId(sourceEventId: string): string {
  const hex = digest(`correlation ${sourceEventId}`)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** W3C Trace Context: one trace for all that a correction causes. */
function traceparent(sourceEventId: string): string {
  const hex = digest(`trace ${sourceEventId}`)
  return `00-${hex.slice(0, 32)}-${hex.slice(32, 48)}-01`
}
