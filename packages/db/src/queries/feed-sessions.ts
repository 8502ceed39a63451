import type { Lane, Position } from '@touchline/contracts'
import { type Database, inTransaction, type Transaction, together } from '../database.ts'

export interface FeedSessionBegun {
  readonly sessionId: string
  readonly instance: string
  readonly connectionId: string
  readonly transport: string
  readonly fan: string
  readonly matchId: string
  /** All, if empty. */
  readonly lanes: readonly Lane[]
  readonly delaySeconds: number
  readonly after: Position
  readonly startedAt: Date
  /** Where it ended before it was ever written. */
  readonly end?: FeedSessionEnd | undefined
}

export interface FeedSessionEnd {
  readonly at: Position | undefined
  readonly endedAt: Date
  readonly reason: string
}

export interface FeedSessionEnded extends FeedSessionEnd {
  readonly sessionId: string
}

export interface FeedOmitted {
  readonly sessionId: string
  readonly epoch: number
  readonly afterSeq: number
  readonly upToSeq: number
  readonly kind: string
  readonly at: Date
}

export interface FeedNotes {
  readonly begun: readonly FeedSessionBegun[]
  /** Of sessions that were written before, or are among `begun`. */
  readonly ended: readonly FeedSessionEnded[]
  readonly omitted: readonly FeedOmitted[]
}

/** Writes what a gateway has to say of its feeds, all or nothing; a session that is there already stays as it is. */
export async function saveFeedNotes({ pool }: Pick<Database, 'pool'>, notes: FeedNotes): Promise<void> {
  await inTransaction(pool, async tx => {
    await together([
      // Evidence of the last moments before a crash of the database is not worth a wait for the disk.
      tx.query('set local synchronous_commit = off'),
      insertSessions(tx, notes.begun),
      endSessions(tx, notes.ended),
      insertOmissions(tx, notes.omitted),
    ])
  })
}

async function insertSessions(tx: Transaction, begun: readonly FeedSessionBegun[]): Promise<void> {
  if (begun.length === 0) return
  await tx.query({
    name: 'insert-feed-sessions',
    text: `insert into feed_sessions (session_id, instance, connection_id, transport, fan, match_id, lanes,
             delay_seconds, epoch, after_seq, started_at, end_epoch, end_seq, ended_at, end_reason)
           select session_id, instance, connection_id, transport, fan, match_id, string_to_array(lanes, ',')::lane[],
             delay_seconds, epoch, after_seq, started_at, end_epoch, end_seq, ended_at, end_reason
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
             $8::smallint[], $9::int[], $10::int[], $11::timestamptz[], $12::int[], $13::int[], $14::timestamptz[],
             $15::text[]) as n(session_id, instance, connection_id, transport, fan, match_id, lanes, delay_seconds,
             epoch, after_seq, started_at, end_epoch, end_seq, ended_at, end_reason)
           on conflict do nothing`,
    values: [
      begun.map(one => one.sessionId),
      begun.map(one => one.instance),
      begun.map(one => one.connectionId),
      begun.map(one => one.transport),
      begun.map(one => one.fan),
      begun.map(one => one.matchId),
      begun.map(one => one.lanes.join()),
      begun.map(one => one.delaySeconds),
      begun.map(one => one.after.epoch),
      begun.map(one => one.after.seq),
      begun.map(one => one.startedAt.toISOString()),
      begun.map(one => one.end?.at?.epoch ?? null),
      begun.map(one => one.end?.at?.seq ?? null),
      begun.map(one => one.end?.endedAt.toISOString() ?? null),
      begun.map(one => one.end?.reason ?? null),
    ],
  })
}

/** Index: feed_sessions_pkey. */
async function endSessions(tx: Transaction, ended: readonly FeedSessionEnded[]): Promise<void> {
  if (ended.length === 0) return
  await tx.query({
    name: 'end-feed-sessions',
    text: `update feed_sessions s set end_epoch = n.epoch, end_seq = n.seq, ended_at = n.ended_at, end_reason = n.reason
           from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::text[])
             as n(session_id, epoch, seq, ended_at, reason)
           where s.session_id = n.session_id`,
    values: [
      ended.map(one => one.sessionId),
      ended.map(one => one.at?.epoch ?? null),
      ended.map(one => one.at?.seq ?? null),
      ended.map(one => one.endedAt.toISOString()),
      ended.map(one => one.reason),
    ],
  })
}

async function insertOmissions(tx: Transaction, omitted: readonly FeedOmitted[]): Promise<void> {
  if (omitted.length === 0) return
  await tx.query({
    name: 'insert-feed-omissions',
    text: `insert into feed_omissions (session_id, epoch, after_seq, up_to_seq, kind, at)
           select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::text[], $6::timestamptz[])`,
    values: [
      omitted.map(one => one.sessionId),
      omitted.map(one => one.epoch),
      omitted.map(one => one.afterSeq),
      omitted.map(one => one.upToSeq),
      omitted.map(one => one.kind),
      omitted.map(one => one.at.toISOString()),
    ],
  })
}

/**
 * Forgets sessions that began so long ago, at most `limit`, and their omissions; how many. Indexes:
 * feed_sessions_started_at_idx, feed_omissions_session_id_after_seq_idx.
 */
export async function forgetFeedSessions(
  { pool }: Pick<Database, 'pool'>,
  { olderThanMs, limit }: { readonly olderThanMs: number; readonly limit: number },
): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'forget-feed-sessions',
    text: `with old as (
             select session_id from feed_sessions where started_at < now() - $1::bigint * interval '1 ms'
             order by started_at limit $2 for update skip locked),
           omissions as (delete from feed_omissions o using old where o.session_id = old.session_id)
           delete from feed_sessions s using old where s.session_id = old.session_id`,
    values: [olderThanMs, limit],
  })
  return rowCount ?? 0
}
