import { type Source, sourceTopics } from '@touchline/contracts'
import type { LogRecord, RecordBatch } from '@touchline/streams'

/** A valid broadcast event as it stands on its topic; `fields` override. */
export function storedEvent(id: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    source: 'broadcast',
    matchId: 'm1',
    sourceEventId: id,
    type: 'pass-made',
    occurredAt: '2026-05-01T19:00:00.000Z',
    ingestedAt: '2026-05-01T19:00:00.010Z',
    provider: 'test',
    payload: { team: 'home' },
    ...fields,
  }
}

/** A batch of one partition, from `firstOffset` on; text goes in as it stands, objects as JSON. */
export function batchOf(
  values: readonly (string | object)[],
  { source = 'broadcast' as Source, partition = 0, firstOffset = 0n } = {},
): RecordBatch {
  const topic = sourceTopics[source]
  const records = values.map((value, index): LogRecord => {
    const matchId = typeof value === 'object' && 'matchId' in value ? String(value.matchId) : ''
    return {
      topic,
      partition,
      offset: firstOffset + BigInt(index),
      appendedAtMs: Date.parse('2026-05-01T19:00:00.020Z'),
      key: matchId,
      value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
      headers: { 'correlation-id': `c${index}` },
    }
  })
  return { topic, partition, records, signal: new AbortController().signal }
}
