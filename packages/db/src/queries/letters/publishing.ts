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

/**
 * Locks the oldest letters that don't stand on their dead-letter topic yet, passing over those that another processor
 * holds. Index: dead_letters_published_at_id_idx.
 */
export async function takeUnpublished(tx: Transaction, limit: number): Promise<UnpublishedLetter[]> {
  const { rows } = await tx.query<UnpublishedLetter>({
    name: 'take-unpublished-letters',
    text: `select id, source, source_event_id as "sourceEventId", provider, match_id as "matchId",
             error_code as "errorCode", error_message as "errorMessage", correlation_id as "correlationId",
             traceparent, schema_version as "schemaVersion", origin_at as "originAt", raw
           from dead_letters where published_at is null order by id limit $1 for update skip locked`,
    values: [limit],
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
