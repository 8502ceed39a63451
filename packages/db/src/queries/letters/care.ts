import type { Transaction } from '../../database.ts'
import { deadStates } from './filter.ts'

const careLock = 727_103

/** True if this transaction alone cares for the letters, until it ends. */
export async function lockLetterCare(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>({
    name: 'lock-letter-care',
    text: 'select pg_try_advisory_xact_lock($1) as locked',
    values: [careLock],
  })
  return rows[0]?.locked ?? false
}

export interface DueBy {
  readonly now: Date
  /** At most this many at once; the rest next time. */
  readonly limit: number
}

/** Gives up letters whose time is over; how many. Index: dead_letters_state_expires_at_idx. */
export async function expireLetters(
  tx: Transaction,
  { now, limit, by }: DueBy & { readonly by: string },
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'expire-letters',
    text: `update dead_letters set state = 'expired', settled_at = $1, settled_by = $3
           where id in (
             select id from dead_letters where state in ${deadStates} and expires_at <= $1
             order by expires_at limit $2 for update skip locked)`,
    values: [now, limit, by],
  })
  return rowCount ?? 0
}

/**
 * Letters that a replay sent, and that nobody will settle: the replay was ended and its process died in between. They
 * are dead as before. Index: dead_letters_state_expires_at_idx.
 */
export async function releaseStranded(tx: Transaction, { now, limit }: DueBy): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'release-stranded-letters',
    text: `update dead_letters set state = (case when deaths > 1 then 'dead_again' else 'dead' end)::letter_state
           where id in (
             select d.id from dead_letters d where d.state = 'replaying' and exists (
               select from replay_items i where i.dead_letter_id = d.id and i.outcome is null and i.sent_at is not null
             ) and not exists (
               select from replay_items i join replays r on r.id = i.replay_id
               where i.dead_letter_id = d.id and i.outcome is null
                 and (r.state in ('pending', 'running') or i.sent_at > $1::timestamptz - interval '1 minute'))
             order by d.expires_at limit $2 for update of d skip locked)`,
    values: [now, limit],
  })
  return rowCount ?? 0
}

/**
 * Marks letters that expire within one of `hours` and were not warned of so closely before; how many for each of
 * `hours`, the smallest that applies. Index: dead_letters_state_expires_at_idx.
 */
export async function warnOfExpiry(
  tx: Transaction,
  { now, limit, hours }: DueBy & { readonly hours: readonly number[] },
): Promise<Map<number, number>> {
  const { rows } = await tx.query<{ hours: number; n: number }>({
    name: 'warn-of-expiry',
    text: `with due as (
             select d.id, (select min(h) from unnest($3::int[]) as h
                           where d.expires_at <= $1::timestamptz + make_interval(hours => h)) as hours
             from dead_letters d where d.state in ${deadStates} and d.expires_at > $1
               and d.expires_at <= $1::timestamptz + make_interval(hours => (select max(h) from unnest($3::int[]) as h))
           ), fresh as (
             select d.id, due.hours from due join dead_letters d on d.id = due.id
             where d.warned_hours is null or d.warned_hours > due.hours limit $2 for update of d skip locked
           ), warned as (
             update dead_letters d set warned_hours = f.hours from fresh f where d.id = f.id returning d.warned_hours)
           select warned_hours as hours, count(*)::int as n from warned group by 1 order by 1 desc`,
    values: [now, limit, hours],
  })
  return new Map(rows.map(row => [row.hours, row.n]))
}

export interface DueLetters {
  /** How often they were replayed by themselves before. */
  readonly reprocessings: number
  readonly ids: readonly string[]
}

/**
 * Systemic letters whose time to be replayed by themselves has come, by how often they were before. Locks them.
 * Index: dead_letters_state_reprocess_at_idx.
 */
export async function findDueLetters(tx: Transaction, { now, limit }: DueBy): Promise<DueLetters[]> {
  const { rows } = await tx.query<DueLetters>({
    name: 'find-due-letters',
    text: `with due as (
             select id, reprocessings from dead_letters
             where state in ${deadStates} and reprocess_at <= $1 and disposition = 'systemic'
             order by reprocess_at limit $2 for update skip locked)
           select reprocessings, array_agg(id::text) as ids from due group by 1 order by 1`,
    values: [now, limit],
  })
  return rows
}

/** Counts one more replay by itself, and says when the next is; null: never. Index: dead_letters_pkey. */
export async function scheduleReprocessing(
  tx: Transaction,
  ids: readonly string[],
  next: Date | null,
): Promise<void> {
  await tx.query({
    name: 'schedule-reprocessing',
    text: `update dead_letters set reprocessings = reprocessings + 1, reprocess_at = $2
           where id = any($1::bigint[])`,
    values: [ids, next],
  })
}
