import type { Database, Transaction } from '../database.ts'

/** How far the aggregation has come in a match. */
export interface AggregateCheckpoint {
  readonly matchId: string
  readonly epoch: number
  /** The first event that no window has. */
  readonly nextSeq: number
  /** The newest event time folded, since 1970; null before any. */
  readonly newestAtMs: number | null
}

/**
 * Locks the matches' checkpoints until the transaction ends, making those that are missing (epoch 0). Of several
 * aggregations of a match, one goes on; the others wait here, and then see what it did. All take the locks in the
 * order of the ids, so that they can't deadlock. Index: aggregate_checkpoints_pkey.
 */
export async function lockAggregates(
  tx: Transaction,
  matchIds: readonly string[],
): Promise<AggregateCheckpoint[]> {
  const { rows } = await tx.query<Omit<AggregateCheckpoint, 'newestAtMs'> & { newestAt: Date | null }>({
    name: 'lock-aggregates',
    text: `insert into aggregate_checkpoints as c (match_id, epoch, next_seq)
           select id, 0, 1 from unnest($1::text[]) as id order by id
           on conflict (match_id) do update set next_seq = c.next_seq
           returning match_id as "matchId", epoch, next_seq as "nextSeq", newest_at as "newestAt"`,
    values: [[...matchIds].sort()],
  })
  return rows.map(({ newestAt, ...rest }) => ({ ...rest, newestAtMs: newestAt?.getTime() ?? null }))
}

export interface AggregateProgress extends AggregateCheckpoint {
  /** Events that came too late for their window: added to those before, or instead of them where history was lost. */
  readonly tooLate: number
  readonly startedOver: boolean
}

/** Only under `lockAggregates`. */
export async function saveAggregates(tx: Transaction, progress: readonly AggregateProgress[]): Promise<void> {
  if (progress.length === 0) return
  await tx.query({
    name: 'save-aggregates',
    text: `update aggregate_checkpoints c set epoch = n.epoch, next_seq = n.next_seq, newest_at = n.newest_at,
             too_late = n.too_late + case when n.started_over then 0 else c.too_late end
           from unnest($1::text[], $2::int[], $3::int[], $4::timestamptz[], $5::int[], $6::bool[])
             as n(match_id, epoch, next_seq, newest_at, too_late, started_over)
           where c.match_id = n.match_id`,
    values: [
      progress.map(match => match.matchId),
      progress.map(match => match.epoch),
      progress.map(match => match.nextSeq),
      progress.map(match => (match.newestAtMs === null ? null : new Date(match.newestAtMs).toISOString())),
      progress.map(match => match.tooLate),
      progress.map(match => match.startedOver),
    ],
  })
}

/** A match that has events which no window has. */
export interface BehindMatch {
  readonly matchId: string
  readonly epoch: number
  readonly lastSeq: number
}

/** Reads both tables, a row per match: for a sweep every few seconds, not for each batch. */
export async function listBehind(db: Pick<Database, 'pool'>, limit: number): Promise<BehindMatch[]> {
  const { rows } = await db.pool.query<BehindMatch>({
    name: 'list-behind-matches',
    text: `select m.match_id as "matchId", m.epoch, m.last_seq as "lastSeq"
           from matches m left join aggregate_checkpoints c using (match_id)
           where m.last_seq > 0 and (c.match_id is null or m.last_seq >= c.next_seq or m.epoch > c.epoch)
           limit $1`,
    values: [limit],
  })
  return rows
}
