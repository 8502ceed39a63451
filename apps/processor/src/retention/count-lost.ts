import {
  addToAccounts,
  type CheckpointKey,
  type Database,
  inTransaction,
  lockCheckpoint,
  noOutcome,
  readCheckpoints,
  saveCheckpoint,
} from '@touchline/db'
import type { PartitionLag } from '@touchline/streams'

/** Records that the log no longer held when their group would have read them. */
export interface LostRecords extends CheckpointKey {
  readonly records: number
}

/**
 * Accounts as lost what the log has let go of above the group's checkpoints, and moves these behind it: a record is
 * processed or lost, and never both. Which match lost them nobody can tell any more.
 */
export async function countLost(
  database: Database,
  group: string,
  lags: readonly PartitionLag[],
): Promise<LostRecords[]> {
  const trimmed = lags.filter(({ startOffset }) => startOffset > 0n)
  if (trimmed.length === 0) return []
  const known = await readCheckpoints(database, group, trimmed)
  const checkpointOf = ({ topic, partition }: PartitionLag) =>
    known.find(one => one.topic === topic && one.partition === partition)?.offset ?? 0n
  const lost: LostRecords[] = []
  for (const lag of trimmed.filter(one => checkpointOf(one) < one.startOffset)) {
    const { topic, partition, startOffset } = lag
    const key = { group, topic, partition }
    const records = await accountFor(database, key, startOffset)
    if (records > 0) lost.push({ ...key, records })
  }
  return lost
}

function accountFor(database: Database, key: CheckpointKey, startOffset: bigint): Promise<number> {
  return inTransaction(database.pool, async tx => {
    const from = (await lockCheckpoint(tx, key)) ?? 0n
    if (from >= startOffset) return 0
    const lost = Number(startOffset - from)
    await addToAccounts(tx, key.topic, new Map([['', { ...noOutcome, lost }]]))
    await saveCheckpoint(tx, key, startOffset)
    return lost
  })
}
