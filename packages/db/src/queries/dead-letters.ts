import type { Source } from '@touchline/contracts'
import type { Transaction } from '../database.ts'

export interface NewDeadLetter {
  readonly source: Source
  readonly sourceEventId: string
  readonly provider: string
  /** Empty where the record does not tell. */
  readonly matchId: string
  readonly originTopic: string
  readonly originPartition: number
  readonly originOffset: bigint
  readonly originAtMs: number
  readonly consumerGroup: string
  /** Where it failed: `ingest` or `enrich`. */
  readonly stage: string
  readonly errorCode: string
  readonly errorMessage: string
  readonly attempts: number
  readonly headers: Readonly<Record<string, string>>
  readonly raw: Uint8Array
  readonly correlationId: string
  readonly failedAtMs: number
}

const maxMessageLength = 2_000

/**
 * Inserts dead letters; the origin offsets of those that went in. One whose event died before at the same stage
 * is left out. Index: dead_letters_source_source_event_id_stage_key.
 */
export async function insertDeadLetters(
  tx: Transaction,
  letters: readonly NewDeadLetter[],
): Promise<Set<bigint>> {
  if (letters.length === 0) return new Set()
  const { rows } = await tx.query<{ offset: string }>({
    name: 'insert-dead-letters',
    text: `insert into dead_letters (source, source_event_id, provider, match_id, origin_topic, origin_partition,
             origin_offset, origin_at, consumer_group, stage, error_code, error_message, attempts, headers, raw,
             correlation_id, failed_at)
           select source, source_event_id, provider, match_id, origin_topic, origin_partition, origin_offset,
             to_timestamp(origin_ms / 1000.0), consumer_group, stage, error_code, error_message, attempts, headers, raw,
             correlation_id, to_timestamp(failed_ms / 1000.0)
           from unnest($1::source[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[],
             $8::double precision[], $9::text[], $10::text[], $11::text[], $12::text[], $13::int[], $14::jsonb[],
             $15::bytea[], $16::text[], $17::double precision[])
             as n(source, source_event_id, provider, match_id, origin_topic, origin_partition, origin_offset, origin_ms,
               consumer_group, stage, error_code, error_message, attempts, headers, raw, correlation_id, failed_ms)
           on conflict do nothing returning origin_offset as offset`,
    values: columnsOf(letters),
  })
  return new Set(rows.map(row => BigInt(row.offset)))
}

const columnsOf = (letters: readonly NewDeadLetter[]): unknown[] => [
  letters.map(letter => letter.source),
  letters.map(letter => letter.sourceEventId),
  letters.map(letter => letter.provider),
  letters.map(letter => letter.matchId),
  letters.map(letter => letter.originTopic),
  letters.map(letter => letter.originPartition),
  letters.map(letter => letter.originOffset.toString()),
  letters.map(letter => letter.originAtMs),
  letters.map(letter => letter.consumerGroup),
  letters.map(letter => letter.stage),
  letters.map(letter => letter.errorCode),
  letters.map(letter => storable(letter.errorMessage).slice(0, maxMessageLength)),
  letters.map(letter => letter.attempts),
  letters.map(letter => JSON.stringify(storableValues(letter.headers))),
  letters.map(letter => Buffer.from(letter.raw)),
  letters.map(letter => letter.correlationId),
  letters.map(letter => letter.failedAtMs),
]

/** PostgreSQL's text has no NUL; the raw bytes keep it. */
const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed()

const storableValues = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [storable(name), storable(value)]))
