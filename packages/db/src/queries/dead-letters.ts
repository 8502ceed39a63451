import type { Disposition, Effect, LetterStage, Source } from '@touchline/contracts'
import type { Transaction } from '../database.ts'
import { storableCut, storableJson, storableText } from '../storable-text.ts'
import { findCopies } from './letter-copies.ts'

export interface NewDeadLetter {
  readonly source: Source
  readonly sourceEventId: string
  readonly provider: string
  /** Empty where the record does not tell. */
  readonly matchId: string
  /** Empty where the bytes do not tell. */
  readonly eventType: string
  readonly originTopic: string
  readonly originPartition: number
  readonly originOffset: bigint
  readonly originAtMs: number
  readonly consumerGroup: string
  readonly stage: LetterStage
  readonly disposition: Disposition
  readonly evidence: string
  readonly errorCode: string
  readonly errorMessage: string
  readonly fingerprint: string
  readonly fingerprintVersion: number
  readonly shape: Readonly<Record<string, string>>
  readonly attempts: number
  readonly firstFailedAtMs: number
  readonly lastFailedAtMs: number
  readonly build: string
  readonly traceparent: string
  readonly schemaVersion: string
  /** Those that had committed. */
  readonly effects: readonly Effect[]
  readonly headers: Readonly<Record<string, string>>
  readonly raw: Uint8Array
  readonly correlationId: string
  /** When it is replayed by itself; null: never. */
  readonly reprocessAtMs: number | null
  readonly expiresAtMs: number
  /** True where it came from its dead-letter topic, and so stands there. */
  readonly isPublished: boolean
}

/** Types of the columns, in the order of `columnsOf`. */
const columns = {
  source: 'text',
  source_event_id: 'text',
  provider: 'text',
  match_id: 'text',
  event_type: 'text',
  origin_topic: 'text',
  origin_partition: 'int',
  origin_offset: 'bigint',
  origin_at: 'timestamptz',
  consumer_group: 'text',
  stage: 'text',
  disposition: 'text',
  evidence: 'text',
  error_code: 'text',
  error_message: 'text',
  fingerprint: 'text',
  fingerprint_version: 'int',
  shape: 'jsonb',
  attempts: 'int',
  first_failed_at: 'timestamptz',
  last_failed_at: 'timestamptz',
  build: 'text',
  traceparent: 'text',
  schema_version: 'text',
  effects: 'text',
  headers: 'jsonb',
  raw: 'bytea',
  correlation_id: 'text',
  reprocess_at: 'timestamptz',
  expires_at: 'timestamptz',
  published_at: 'timestamptz',
} as const
const names = Object.keys(columns)
const casts: Record<string, string> = {
  source: 'source::source',
  disposition: 'disposition::disposition',
  effects: "string_to_array(effects, ',')",
}
const insertText = `
  insert into dead_letters (${names.join(', ')})
  select ${names.map(name => casts[name] ?? name).join(', ')}
  from unnest(${Object.values(columns)
    .map((type, index) => `$${index + 1}::${type}[]`)
    .join(', ')}) as n(${names.join(', ')})
  on conflict do nothing returning origin_topic as topic, origin_partition as partition, origin_offset as offset`

/** A record's place, as a key. */
export const placeOf = (topic: string, partition: number, offset: bigint | string): string =>
  `${topic}/${partition}/${offset}`

/**
 * Inserts dead letters; the places of those that went in, as `placeOf` writes them. A letter is known by its record's
 * place in the log, never by the id that the record claims; left out is what stands there already, and the second copy
 * of one and the same thing (`sameThingAs`). Index: that of the origin.
 */
export async function insertDeadLetters(
  tx: Transaction,
  letters: readonly NewDeadLetter[],
): Promise<Set<string>> {
  const copies = await findCopies(tx, letters)
  const fresh = copies.size === 0 ? letters : letters.filter(letter => !copies.has(letter))
  if (fresh.length === 0) return new Set()
  const { rows } = await tx.query<{ topic: string; partition: number; offset: string }>({
    name: 'insert-dead-letters',
    text: insertText,
    values: columnsOf(fresh),
  })
  return new Set(rows.map(row => placeOf(row.topic, row.partition, row.offset)))
}

const columnsOf = (letters: readonly NewDeadLetter[]): unknown[] => [
  letters.map(letter => letter.source),
  letters.map(letter => storableText(letter.sourceEventId)),
  letters.map(letter => storableCut(letter.provider, 64)),
  letters.map(letter => letter.matchId),
  letters.map(letter => storableCut(letter.eventType, 32)),
  letters.map(letter => letter.originTopic),
  letters.map(letter => letter.originPartition),
  letters.map(letter => letter.originOffset.toString()),
  letters.map(letter => new Date(letter.originAtMs)),
  letters.map(letter => letter.consumerGroup),
  letters.map(letter => letter.stage),
  letters.map(letter => letter.disposition),
  letters.map(letter => storableCut(letter.evidence, 500)),
  letters.map(letter => letter.errorCode),
  letters.map(letter => storableCut(letter.errorMessage, 2_000)),
  letters.map(letter => letter.fingerprint),
  letters.map(letter => letter.fingerprintVersion),
  letters.map(letter => storableJson(letter.shape)),
  letters.map(letter => letter.attempts),
  letters.map(letter => new Date(letter.firstFailedAtMs)),
  letters.map(letter => new Date(letter.lastFailedAtMs)),
  letters.map(letter => storableCut(letter.build, 64)),
  letters.map(letter => storableCut(letter.traceparent, 64)),
  letters.map(letter => storableCut(letter.schemaVersion, 64)),
  letters.map(letter => letter.effects.join(',')),
  letters.map(letter => storableJson(letter.headers)),
  letters.map(letter => Buffer.from(letter.raw)),
  letters.map(letter => storableText(letter.correlationId)),
  letters.map(letter => (letter.reprocessAtMs === null ? null : new Date(letter.reprocessAtMs))),
  letters.map(letter => new Date(letter.expiresAtMs)),
  letters.map(letter => (letter.isPublished ? new Date(letter.lastFailedAtMs) : null)),
]

type Place = Pick<NewDeadLetter, 'originTopic' | 'originPartition' | 'originOffset'>

/** Which of the letters' records have a letter already, as `placeOf` writes them. Index: that of the origin. */
export async function findLetterPlaces(tx: Transaction, letters: readonly Place[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ topic: string; partition: number; offset: string }>({
    name: 'find-letter-places',
    text: `select d.origin_topic as topic, d.origin_partition as partition, d.origin_offset as offset
           from unnest($1::text[], $2::int[], $3::bigint[]) as n(topic, partition, place)
           join dead_letters d on d.origin_topic = n.topic and d.origin_partition = n.partition
             and d.origin_offset = n.place`,
    values: [
      letters.map(letter => letter.originTopic),
      letters.map(letter => letter.originPartition),
      letters.map(letter => letter.originOffset.toString()),
    ],
  })
  return new Set(rows.map(row => placeOf(row.topic, row.partition, row.offset)))
}
