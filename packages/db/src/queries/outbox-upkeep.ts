import type { Database, Transaction } from '../database.ts'
import { inTransaction } from '../database.ts'
import { lockShards, type OutboxRange, shardOf } from './outbox.ts'

/**
 * Makes one row of a match's rows where more than `maxRows` wait: the oldest takes the range of all, so that what is
 * added meanwhile still comes after it. Returns how many rows went. Reads the shards' rows. Index: outbox_shard_id_idx.
 */
export function coalesceOutbox(
  { pool }: Pick<Database, 'pool'>,
  shards: readonly number[],
  maxRows: number,
): Promise<number> {
  return inTransaction(pool, async tx => {
    const [, { rowCount }] = await Promise.all([
      lockShards(tx, shards),
      tx.query({
        name: 'coalesce-outbox',
        text: `with crowded as (
                 select shard, match_id, epoch, min(id) as oldest, min(first_seq) as first_seq, max(last_seq) as last_seq
                 from outbox where shard = any($1::int[]) group by shard, match_id, epoch having count(*) > $2),
               widened as (
                 update outbox o set first_seq = c.first_seq, last_seq = c.last_seq from crowded c where o.id = c.oldest)
               delete from outbox o using crowded c
               where o.shard = c.shard and o.match_id = c.match_id and o.epoch = c.epoch and o.id <> c.oldest`,
        values: [shards, maxRows],
      }),
    ])
    return rowCount ?? 0
  })
}

export interface LostRange extends OutboxRange {
  /** What lies before it is given up: it counts as published, so that the match's watermark can go on from here. */
  readonly givesUpBefore?: boolean
}

/** Puts ranges into the outbox once more, unless a row that begins them waits already; returns how many. */
export async function requeueRanges(tx: Transaction, ranges: readonly LostRange[]): Promise<number> {
  const shards = ranges.map(range => shardOf(range.matchId))
  const [, , { rowCount }] = await Promise.all([
    lockShards(tx, [...new Set(shards)]),
    giveUpBefore(
      tx,
      ranges.filter(range => range.givesUpBefore),
    ),
    tx.query({
      name: 'requeue-ranges',
      text: `insert into outbox (shard, match_id, epoch, first_seq, last_seq)
               select r.* from unnest($1::smallint[], $2::text[], $3::int[], $4::int[], $5::int[])
                 as r(shard, match_id, epoch, first_seq, last_seq)
               where not exists (select from outbox o where o.shard = r.shard and o.match_id = r.match_id
                 and o.epoch = r.epoch and r.first_seq between o.first_seq and o.last_seq)`,
      values: [
        shards,
        ranges.map(range => range.matchId),
        ranges.map(range => range.epoch),
        ranges.map(range => range.firstSeq),
        ranges.map(range => range.lastSeq),
      ],
    }),
  ])
  return rowCount ?? 0
}

async function giveUpBefore(tx: Transaction, ranges: readonly OutboxRange[]): Promise<void> {
  if (ranges.length === 0) return
  await tx.query({
    name: 'give-up-before',
    text: `insert into relay_watermarks as w (match_id, epoch, seq, published_at)
           select distinct on (match_id) match_id, epoch, first_seq - 1, now()
           from unnest($1::text[], $2::int[], $3::int[]) as r(match_id, epoch, first_seq)
           order by match_id, epoch desc, first_seq desc
           on conflict (match_id) do update set epoch = excluded.epoch, seq = excluded.seq
             where (w.epoch, w.seq) < (excluded.epoch, excluded.seq)`,
    values: [
      ranges.map(range => range.matchId),
      ranges.map(range => range.epoch),
      ranges.map(range => range.firstSeq),
    ],
  })
}
