import type { Transaction } from '../database.ts'
import { storableCut, storableJson } from '../storable-text.ts'

export interface ParkedMatchRow {
  readonly matchId: string
  /** Of the record at the head. */
  readonly attempts: number
  readonly errorCode: string
  readonly errorMessage: string
  readonly parkedAt: Date
  readonly dueAt: Date
}

export interface ParkingRecord {
  readonly matchId: string
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly appendedAtMs: number
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly value: Uint8Array
}

export interface ParkedRecordRow extends ParkingRecord {
  readonly id: string
}

/** Which of the matches are parked. Index: parked_matches_pkey. */
export async function findParked(tx: Transaction, matchIds: readonly string[]): Promise<Set<string>> {
  if (matchIds.length === 0) return new Set()
  const { rows } = await tx.query<{ id: string }>({
    name: 'find-parked',
    text: 'select match_id as id from parked_matches where match_id = any($1::text[])',
    values: [matchIds],
  })
  return new Set(rows.map(row => row.id))
}

export interface ParkReason {
  readonly errorCode: string
  readonly errorMessage: string
  readonly delayMs: number
}

/** Parks matches; one that is parked already stays as it is. Index: parked_matches_pkey. */
export async function parkMatches(
  tx: Transaction,
  matchIds: readonly string[],
  reason: ParkReason,
): Promise<void> {
  if (matchIds.length === 0) return
  await tx.query({
    name: 'park-matches',
    text: `insert into parked_matches (match_id, error_code, error_message, due_at)
           select id, $2, $3, now() + $4 * interval '1 millisecond' from unnest($1::text[]) as id order by id
           on conflict do nothing`,
    values: [[...matchIds].sort(), reason.errorCode, storableCut(reason.errorMessage, 2_000), reason.delayMs],
  })
}

/** Puts records behind those that wait already. Fails with a fault that `isConflict` knows if a match is no longer parked. */
export async function addParkedRecords(tx: Transaction, records: readonly ParkingRecord[]): Promise<void> {
  if (records.length === 0) return
  await tx.query({
    name: 'add-parked-records',
    text: `insert into parked_records (match_id, topic, partition, "offset", appended_at, key, headers, raw)
           select a, b, c, d, e, f, g, h
           from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::timestamptz[], $6::text[], $7::jsonb[],
             $8::bytea[]) with ordinality as n(a, b, c, d, e, f, g, h, place) order by place`,
    values: [
      records.map(record => record.matchId),
      records.map(record => record.topic),
      records.map(record => record.partition),
      records.map(record => record.offset.toString()),
      records.map(record => new Date(record.appendedAtMs)),
      // Beyond 200 characters no key names a match.
      records.map(record => storableCut(record.key, 200)),
      records.map(record => storableJson(record.headers)),
      records.map(record => Buffer.from(record.value)),
    ],
  })
}

/**
 * Matches that are due and that nobody works on, the longest due first, beside those named. Takes no lock that outlasts
 * it. Index: parked_matches_due_at_idx.
 */
export async function findDueMatches(
  tx: Transaction,
  { limit, except }: { readonly limit: number; readonly except: readonly string[] },
): Promise<ParkedMatchRow[]> {
  const { rows } = await tx.query<ParkedMatchRow>({
    name: 'find-due-matches',
    text: `select match_id as "matchId", attempts, error_code as "errorCode", error_message as "errorMessage",
             parked_at as "parkedAt", due_at as "dueAt"
           from parked_matches where due_at <= now() and match_id <> all($2::text[])
           order by due_at limit $1 for no key update skip locked`,
    values: [limit, except],
  })
  return rows
}

/** Locks a parked match whose head has been tried so often; false if it has changed since, or others work on it. */
export async function lockParkedMatch(
  tx: Transaction,
  { matchId, attempts }: Pick<ParkedMatchRow, 'matchId' | 'attempts'>,
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'lock-parked-match',
    text: `select from parked_matches where match_id = $1 and attempts = $2 for no key update skip locked`,
    values: [matchId, attempts],
  })
  return rowCount === 1
}

/** The oldest records of a parked match. Index: parked_records_match_id_id_idx. */
export async function readParkedRecords(
  tx: Transaction,
  matchId: string,
  limit: number,
): Promise<ParkedRecordRow[]> {
  const { rows } = await tx.query<
    Omit<ParkedRecordRow, 'offset' | 'appendedAtMs' | 'value'> & {
      offset: string
      appended_at: Date
      raw: Buffer
    }
  >({
    name: 'read-parked-records',
    text: `select id, match_id as "matchId", topic, partition, "offset", appended_at, key, headers, raw
           from parked_records where match_id = $1 order by id limit $2`,
    values: [matchId, limit],
  })
  return rows.map(({ offset, appended_at, raw, ...row }) => ({
    ...row,
    offset: BigInt(offset),
    appendedAtMs: appended_at.getTime(),
    value: raw,
  }))
}

export async function removeParkedRecords(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query({
    name: 'remove-parked-records',
    text: 'delete from parked_records where id = any($1::bigint[])',
    values: [ids],
  })
}

/** Ends the parking of a match that nothing waits for; true if it did. Otherwise its next record is due at once. */
export async function unparkIfEmpty(tx: Transaction, matchId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'unpark-if-empty',
    text: `delete from parked_matches where match_id = $1
           and not exists (select from parked_records where match_id = $1)`,
    values: [matchId],
  })
  if (rowCount === 1) return true
  await tx.query({
    name: 'head-has-changed',
    text: 'update parked_matches set attempts = 0, due_at = now(), last_tried_at = now() where match_id = $1',
    values: [matchId],
  })
  return false
}

/** A try was refused before it began: it is due later, and no attempt counts. */
export async function deferParked(tx: Transaction, matchId: string, delayMs: number): Promise<void> {
  await tx.query({
    name: 'defer-parked',
    text: `update parked_matches set due_at = now() + $2 * interval '1 millisecond' where match_id = $1`,
    values: [matchId, delayMs],
  })
}

/** The head failed again: it is due after `delayMs`, by the database's clock. */
export async function postponeParked(
  tx: Transaction,
  matchId: string,
  { attempts, ...reason }: ParkReason & { readonly attempts: number },
): Promise<void> {
  await tx.query({
    name: 'postpone-parked',
    text: `update parked_matches set attempts = $2, error_code = $3, error_message = $4, last_tried_at = now(),
             due_at = now() + $5 * interval '1 millisecond' where match_id = $1`,
    values: [matchId, attempts, reason.errorCode, storableCut(reason.errorMessage, 2_000), reason.delayMs],
  })
}
