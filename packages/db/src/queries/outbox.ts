import { createHash } from 'node:crypto'
import type { Transaction } from '../database.ts'

/** Relays share the outbox by shard; a match is always on the same one. */
export const outboxShards = 16

const shardCache = new Map<string, number>()
const maxCachedShards = 10_000

export function shardOf(matchId: string): number {
  const known = shardCache.get(matchId)
  if (known !== undefined) return known
  const shard = createHash('sha1').update(matchId).digest().readUInt16BE(0) % outboxShards
  if (shardCache.size >= maxCachedShards) shardCache.clear()
  shardCache.set(matchId, shard)
  return shard
}

/** "Publish events `firstSeq` to `lastSeq`." */
export interface OutboxRange {
  readonly matchId: string
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
}

/** A row on its way out, and how long it waited, by the database's clock. */
export interface TakenRange extends OutboxRange {
  readonly waitedMs: number
}

/** The match's row is locked by now, so its ids rise with its seqs, whatever other matches do. */
export async function addToOutbox(tx: Transaction, ranges: readonly OutboxRange[]): Promise<void> {
  if (ranges.length === 0) return
  await tx.query({
    name: 'add-to-outbox',
    text: `insert into outbox (shard, match_id, epoch, first_seq, last_seq)
           select * from unnest($1::smallint[], $2::text[], $3::int[], $4::int[], $5::int[])`,
    values: [
      ranges.map(range => shardOf(range.matchId)),
      ranges.map(range => range.matchId),
      ranges.map(range => range.epoch),
      ranges.map(range => range.firstSeq),
      ranges.map(range => range.lastSeq),
    ],
  })
}

const relayLockSpace = 727_102

/** Waits until this transaction alone relays the shards; all relays take the locks in the same order. */
export async function lockShards(tx: Transaction, shards: readonly number[]): Promise<void> {
  await tx.query({
    name: 'lock-shards',
    text: 'select pg_advisory_xact_lock($1, shard) from unnest($2::int[]) as shard',
    values: [relayLockSpace, [...shards].sort((a, b) => a - b)],
  })
}

/**
 * Removes and returns the oldest rows of the shards, in order, at most `limit` of each. What the transaction removed
 * comes back if it does not commit. Index: outbox_shard_id_idx.
 */
export async function takeFromOutbox(
  tx: Transaction,
  shards: readonly number[],
  limit: number,
): Promise<TakenRange[]> {
  const { rows } = await tx.query<TakenRange & { id: string }>({
    name: 'take-from-outbox',
    text: `with oldest as (
             select o.id from unnest($1::int[]) as s(shard)
             cross join lateral (select id from outbox where shard = s.shard order by id limit $2) o)
           delete from outbox o using oldest where o.id = oldest.id
           returning o.id, o.match_id as "matchId", o.epoch, o.first_seq as "firstSeq", o.last_seq as "lastSeq",
             (extract(epoch from clock_timestamp() - o.created_at) * 1000)::float8 as "waitedMs"`,
    values: [shards, limit],
  })
  return rows.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
}

/** The shards that have rows waiting. Index: outbox_shard_id_idx. */
export async function waitingShards(tx: Transaction): Promise<number[]> {
  const { rows } = await tx.query<{ shard: number }>({
    name: 'waiting-shards',
    text: `select s.shard from generate_series(0, $1 - 1) as s(shard)
           where exists (select from outbox o where o.shard = s.shard)`,
    values: [outboxShards],
  })
  return rows.map(row => row.shard)
}
