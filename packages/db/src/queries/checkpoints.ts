import type { Transaction } from '../database.ts'

export interface CheckpointKey {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

/**
 * Locks the partition's checkpoint until the transaction ends, and returns the first offset whose effects are not
 * stored; undefined where the partition has none yet. A second processor that still believes it holds the
 * partition waits here, and then sees what the first has done. Index: checkpoints_pkey.
 */
export async function lockCheckpoint(tx: Transaction, key: CheckpointKey): Promise<bigint | undefined> {
  const values = [key.group, key.topic, key.partition]
  const text = `select next_offset as "nextOffset" from checkpoints
                where consumer_group = $1 and topic = $2 and partition = $3 for update`
  const locked = await tx.query<{ nextOffset: string }>({ name: 'lock-checkpoint', text, values })
  if (locked.rows[0]) return read(locked.rows[0])
  await tx.query({
    name: 'create-checkpoint',
    text: `insert into checkpoints (consumer_group, topic, partition, next_offset) values ($1, $2, $3, -1)
           on conflict do nothing`,
    values,
  })
  const created = await tx.query<{ nextOffset: string }>({ name: 'lock-checkpoint', text, values })
  return created.rows[0] && read(created.rows[0])
}

const read = ({ nextOffset }: { nextOffset: string }) => {
  const offset = BigInt(nextOffset)
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
