import type { Source } from '@touchline/contracts'
import type { Transaction } from '../../database.ts'

export interface UnpublishedLetter {
  readonly id: string
  readonly source: Source
  readonly sourceEventId: string
  readonly provider: string
  readonly matchId: string
  readonly errorCode: string
  readonly errorMessage: string
  readonly correlationId: string
  readonly traceparent: string
  readonly schemaVersion: string
  readonly originAt: Date
  readonly raw: Uint8Array
}

export interface UnpublishedLimit {
  readonly letters: number
  /** Of their raw bytes; one letter is taken whatever it has. */
  readonly bytes: number
}

/**
 * Locks the oldest letters that don't stand on their dead-letter topic yet, passing over those that another processor
 * holds. Index: dead_letters_published_at_id_idx.
 */
export async function takeUnpublished(
  tx: Transaction,
  { letters, bytes }: UnpublishedLimit,
): Promise<UnpublishedLetter[]> {
  const { rows } = await tx.query<UnpublishedLetter>({
    name: 'take-unpublished-letters',
    text: `with locked as (
             select id, octet_length(raw) as bytes from dead_letters where published_at is null
             order by id limit $1 for update skip locked),
           taken as (
             select id from (select id, sum(bytes) over (order by id) - bytes as before from locked) sized
             where before < $2)
           select d.id, d.source, d.source_event_id as "sourceEventId", d.provider, d.match_id as "matchId",
             d.error_code as "errorCode", d.error_message as "errorMessage", d.correlation_id as "correlationId",
             d.traceparent, d.schema_version as "schemaVersion", d.origin_at as "originAt", d.raw
           from taken join dead_letters d on d.id = taken.id order by d.id`,
    values: [letters, bytes],
  })
  return rows
}

/** Index: dead_letters_pkey. */
export async function markPublished(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query({
    name: 'mark-letters-published',
    text: 'update dead_letters set published_at = now() where id = any($1::bigint[])',
    values: [ids],
  })
}

export interface PublishedCopy {
  /** The letter that a record of a dead-letter topic claims to be. */
  readonly id: string
  readonly source: Source
  readonly raw: Uint8Array
}

/** Which of the claims are true: there is such a letter, of the same bytes. Index: dead_letters_pkey. */
export async function findPublished(
  tx: Transaction,
  claims: readonly PublishedCopy[],
): Promise<ReadonlySet<PublishedCopy>> {
  if (claims.length === 0) return new Set()
  const { rows } = await tx.query<{ nth: string }>({
    name: 'find-published-letters',
    text: `select n.nth from unnest($1::bigint[], $2::text[], $3::bytea[]) with ordinality as n(id, source, raw, nth)
           join dead_letters d on d.id = n.id and d.source = n.source::source and d.raw = n.raw`,
    values: [
      claims.map(claim => claim.id),
      claims.map(claim => claim.source),
      claims.map(claim => Buffer.from(claim.raw)),
    ],
  })
  return new Set(rows.flatMap(({ nth }) => claims[Number(nth) - 1] ?? []))
}
