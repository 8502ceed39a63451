import type { Database, Transaction } from '../database.ts'

export interface CheckpointKey {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

/**
 * Locks the partition's checkpoint until the transaction ends, and returns the first offset whose effects are not
 * stored; undefined where the partition has none yet. A second processor that still believes it holds the
 * partition waits here, and then sees what the first has done. One statement, made or found: statements sent after
 * it take no lock before this one, so that two such processors can't deadlock. Index: checkpoints_pkey.
 */
export async function lockCheckpoint(tx: Transaction, key: CheckpointKey): Promise<bigint | undefined> {
  const { rows } = await tx.query<{ nextOffset: string }>({
    name: 'lock-checkpoint',
    text: `insert into checkpoints as c (consumer_group, topic, partition, next_offset) values ($1, $2, $3, -1)
           on conflict (consumer_group, topic, partition) do update set next_offset = c.next_offset
           returning next_offset as "nextOffset"`,
    values: [key.group, key.topic, key.partition],
  })
  const offset = BigInt(rows[0]?.nextOffset ?? -1)
  return offset < 0n ? undefined : offset
}

/** Only under `lockCheckpoint`. */
export async function saveCheckpoint(tx: Transaction, key: CheckpointKey, nextOffset: bigint): Promise<void> {
  await tx.query({
    name: 'save-checkpoint',
    text: `update checkpoints set next_offset = $4, updated_at = now()
           where consumer_group = $1 and topic = $2 and partition = $3`,
    values: [key.group, key.topic, key.partition, nextOffset.toString()],
  })
}

export interface TopicPartitionKey {
  readonly topic: string
  readonly partition: number
}

/** The first offset whose effects are not stored, of partitions that have any stored. Index: checkpoints_pkey. */
export async function readCheckpoints(
  { pool }: Pick<Database, 'pool'>,
  group: string,
  places: readonly TopicPartitionKey[],
): Promise<(TopicPartitionKey & { readonly offset: bigint })[]> {
  const { rows } = await pool.query<TopicPartitionKey & { offset: string }>({
    name: 'read-checkpoints',
    text: `select c.topic, c.partition, c.next_offset as offset
           from unnest($2::text[], $3::int[]) as w(topic, partition)
           join checkpoints c on c.consumer_group = $1 and c.topic = w.topic and c.partition = w.partition
           where c.next_offset >= 0`,
    values: [group, places.map(place => place.topic), places.map(place => place.partition)],
  })
  return rows.map(({ offset, ...place }) => ({ ...place, offset: BigInt(offset) }))
}

export interface NeededQuestion extends TopicPartitionKey {
  /** Who consumes it. */
  readonly group: string
}

/**
 * From which offset on the log is still needed: what is not stored yet, and what was put off. Indexes: checkpoints_pkey,
 * deferred_ranges_topic_partition_id_idx.
 */
export async function readNeededOffsets(
  { pool }: Pick<Database, 'pool'>,
  places: readonly NeededQuestion[],
): Promise<(TopicPartitionKey & { readonly offset: bigint })[]> {
  const { rows } = await pool.query<TopicPartitionKey & { offset: string }>({
    name: 'read-needed-offsets',
    text: `select w.topic, w.partition, least(
             coalesce((select greatest(c.next_offset, 0) from checkpoints c where c.consumer_group = w.consumer
               and c.topic = w.topic and c.partition = w.partition), 0),
             (select min(d.next_offset) from deferred_ranges d
              where d.topic = w.topic and d.partition = w.partition)) as offset
           from unnest($1::text[], $2::text[], $3::int[]) as w(consumer, topic, partition)`,
    values: [
      places.map(place => place.group),
      places.map(place => place.topic),
      places.map(place => place.partition),
    ],
  })
  return rows.map(({ offset, ...place }) => ({ ...place, offset: BigInt(offset) }))
}
