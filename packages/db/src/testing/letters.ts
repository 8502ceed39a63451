import { fingerprintOf } from '@touchline/contracts/fingerprint'
import type { Transaction } from '../database.ts'
import { insertDeadLetters, type NewDeadLetter } from '../queries/dead-letters.ts'

let offset = 0n

/** A letter that died in the enrichment, at a place in the log of its own; `fields` override. */
export function deadLetter(fields: Partial<NewDeadLetter> = {}): NewDeadLetter {
  offset += 1n
  const failure = {
    stage: fields.stage ?? 'enrich',
    code: fields.errorCode ?? 'schema-mismatch',
    message: fields.errorMessage ?? 'payload.minute: expected number, received string',
  }
  const id = fields.sourceEventId ?? `event-${offset}`
  const value = { type: 'goal-scored', sourceEventId: id, payload: { minute: '12' } }
  const { fingerprint, version, shape } = fingerprintOf({ ...failure, value })
  const failedAtMs = fields.lastFailedAtMs ?? Date.parse('2026-05-01T19:00:00Z')
  return {
    source: 'broadcast',
    sourceEventId: id,
    provider: 'partner',
    matchId: 'm1',
    eventType: 'goal-scored',
    originTopic: 'broadcast-events',
    originPartition: 0,
    originOffset: offset,
    originAtMs: failedAtMs,
    consumerGroup: 'processor',
    stage: 'enrich',
    disposition: 'poison',
    evidence: 'the last good event of its type passes',
    errorCode: failure.code,
    errorMessage: failure.message,
    fingerprint,
    fingerprintVersion: version,
    shape,
    attempts: 1,
    firstFailedAtMs: failedAtMs,
    lastFailedAtMs: failedAtMs,
    build: 'b1',
    traceparent: '',
    schemaVersion: 'broadcast-events/1',
    effects: [],
    headers: {},
    raw: Buffer.from(JSON.stringify(value)),
    correlationId: 'c',
    reprocessAtMs: null,
    expiresAtMs: failedAtMs + 7 * 24 * 3_600_000,
    isPublished: false,
    ...fields,
  }
}

/** Inserts letters; their ids, in their order. */
export async function buryLetters(tx: Transaction, letters: readonly NewDeadLetter[]): Promise<string[]> {
  await insertDeadLetters(tx, letters)
  const { rows } = await tx.query<{ id: string }>(
    `select d.id from unnest($1::text[], $2::int[], $3::bigint[]) with ordinality as n(topic, partition, place, nth)
     join dead_letters d on d.origin_topic = n.topic and d.origin_partition = n.partition and d.origin_offset = n.place
     order by n.nth`,
    [
      letters.map(letter => letter.originTopic),
      letters.map(letter => letter.originPartition),
      letters.map(letter => letter.originOffset.toString()),
    ],
  )
  return rows.map(row => row.id)
}
