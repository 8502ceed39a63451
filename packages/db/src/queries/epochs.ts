import type { Position, Source } from '@touchline/contracts'
import type { Database, Transaction } from '../database.ts'
import { shardOf } from './outbox.ts'

/** What was handed out as the match's newest, by somebody who remembers it outside this database. */
export interface Handed extends Position {
  readonly matchId: string
  /** What stood there, where that is known. */
  readonly event?:
    | { readonly source: Source; readonly sourceEventId: string; readonly storedAt: string }
    | undefined
}

/** The head, and when the match's row was last written. */
export interface MatchHead extends Position {
  readonly changedAtMs: number
}

/** The position of each match's newest event; a match that has no row is left out. Index: matches_pkey. */
export async function readMatchHeads(
  { pool }: Pick<Database, 'pool'>,
  matchIds: readonly string[],
): Promise<Map<string, MatchHead>> {
  const { rows } = await pool.query<Position & { matchId: string; changedAt: Date }>({
    name: 'read-match-heads',
    text: `select match_id as "matchId", epoch, last_seq as seq, updated_at as "changedAt" from matches
           where match_id = any($1::text[])`,
    values: [matchIds],
  })
  return new Map(
    rows.map(({ matchId, epoch, seq, changedAt }) => [
      matchId,
      { epoch, seq, changedAtMs: changedAt.getTime() },
    ]),
  )
}

/**
 * Those of the matches whose history is not the one that was handed out: they have an earlier epoch, or in the same one
 * the head stands before it, or another event stands there. An event that is not stored any more tells nothing. It may be told too much where
 * this database lags behind another: `raiseEpoch` looks again. Indexes: matches_pkey, match_events_pkey.
 */
export async function findContradicted(
  { pool }: Pick<Database, 'pool'>,
  handed: readonly Handed[],
): Promise<Set<string>> {
  if (handed.length === 0) return new Set()
  const { rows } = await pool.query<{ matchId: string }>({
    name: 'find-contradicted',
    text: `select w.match_id as "matchId"
           from unnest($1::text[], $2::int[], $3::int[], $4::source[], $5::text[], $6::timestamptz[])
             as w(match_id, epoch, seq, source, source_event_id, stored_at)
           join matches m on m.match_id = w.match_id and m.epoch <= w.epoch
           left join match_events e on e.match_id = w.match_id and e.seq = w.seq
           where m.epoch < w.epoch or m.last_seq < w.seq
             or (e.source, e.source_event_id, e.stored_at) <> (w.source, w.source_event_id, w.stored_at)`,
    values: [
      handed.map(one => one.matchId),
      handed.map(one => one.epoch),
      handed.map(one => one.seq),
      handed.map(one => one.event?.source ?? null),
      handed.map(one => one.event?.sourceEventId ?? null),
      handed.map(one => one.event?.storedAt ?? null),
    ],
  })
  return new Set(rows.map(row => row.matchId))
}

export interface RaisedEpoch {
  readonly matchId: string
  readonly before: Position
  readonly epoch: number
}

/**
 * Begins a new epoch of a match, in which the events that are stored keep their seq; undefined if there is no such
 * match, or if its history is the one that was handed out, as the row's lock shows it. No epoch comes twice, however
 * often the database is set back: its number is the seconds since 2026 began, or one more than any that is known. Whatever names a place in it
 * moves along: its events, those that they revise, its rows of the outbox, how far it was published. Indexes: matches_pkey, match_events_pkey,
 * outbox_shard_id_idx, relay_watermarks_pkey.
 */
export async function raiseEpoch(
  tx: Transaction,
  matchId: string,
  handed?: Handed,
): Promise<RaisedEpoch | undefined> {
  const { rows } = await tx.query<Position & { next: number }>({
    name: 'lock-epoch',
    text: `select epoch, last_seq as seq, greatest(epoch + 1, $2::int + 1,
             floor(extract(epoch from clock_timestamp() - timestamptz '2026-01-01 00:00Z'))::int) as next
           from matches where match_id = $1 for update`,
    values: [matchId, handed?.epoch ?? 0],
  })
  const [found] = rows
  if (!found) return undefined
  const { next: epoch, ...before } = found
  if (handed && !(await contradicts(tx, before, handed))) return undefined
  await tx.query({
    name: 'raise-epoch',
    text: 'update matches set epoch = $2, updated_at = clock_timestamp() where match_id = $1',
    values: [matchId, epoch],
  })
  await tx.query({
    name: 'raise-epoch-of-events',
    text: `update match_events set epoch = $2::int, payload = case
             when type in ('event-revised', 'event-withdrawn') and payload->>'position' is not null
             then jsonb_set(payload::jsonb, '{position}',
               to_jsonb($2::int || ':' || split_part(payload->>'position', ':', 2)))::json
             else payload end
           where match_id = $1`,
    values: [matchId, epoch],
  })
  await tx.query({
    name: 'raise-epoch-in-outbox',
    text: 'update outbox set epoch = $2 where shard = $3 and match_id = $1',
    values: [matchId, epoch, shardOf(matchId)],
  })
  await tx.query({
    name: 'raise-epoch-published',
    text: 'update relay_watermarks set epoch = $2, seq = least(seq, $3) where match_id = $1',
    values: [matchId, epoch, before.seq],
  })
  return { matchId, before, epoch }
}

async function contradicts(tx: Transaction, head: Position, handed: Handed): Promise<boolean> {
  if (head.epoch !== handed.epoch) return head.epoch < handed.epoch
  if (head.seq < handed.seq) return true
  if (!handed.event) return false
  const { source, sourceEventId, storedAt } = handed.event
  const { rows } = await tx.query<{ other: boolean }>({
    name: 'is-another-event',
    text: `select (source, source_event_id, stored_at) <> ($3::source, $4, $5::timestamptz) as other
           from match_events where match_id = $1 and seq = $2`,
    values: [handed.matchId, handed.seq, source, sourceEventId, storedAt],
  })
  return rows[0]?.other ?? false
}

/** Ids of matches after one, in order. Index: matches_pkey. */
export async function listMatchIds(
  { pool }: Pick<Database, 'pool'>,
  afterMatchId: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'list-match-ids',
    text: 'select match_id as id from matches where match_id > $1 order by match_id limit $2',
    values: [afterMatchId, limit],
  })
  return rows.map(row => row.id)
}
