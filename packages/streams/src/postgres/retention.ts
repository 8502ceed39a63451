import { pauseFor } from '../consuming/signals.ts'
import type { StartAt, TopicPartition } from '../event-log.ts'
import type { Database } from './connection.ts'

export interface Retention {
  /** Default 7 days. */
  readonly maxAgeMs?: number
  /** Of keys, headers and values in one partition. Default 1 GiB. */
  readonly maxBytesPerPartition?: number
  /**
   * Records that somebody still needs are kept up to so many times these limits, and no longer: the log must not fill
   * the disk. Default 2.
   */
  readonly hardLimitFactor?: number
  /** From which offset on partitions are needed, beside what the groups have not committed. Nothing is deleted while it rejects. */
  readonly neededFrom: StartAt
  /** Told of records that were deleted though they were needed. */
  readonly onLost?: (place: TopicPartition, records: number) => void
  /** Default 60,000. */
  readonly everyMs?: number
}

const stepRecords = 5_000
const weekMs = 7 * 24 * 3_600_000
const neededByNobody = 2n ** 62n

/** Trims all partitions from time to time, in small steps with rests between them. */
export function startRetention(database: Database, retention: Retention, onError: (error: unknown) => void) {
  const stopping = new AbortController()
  const { signal } = stopping
  const { everyMs = 60_000 } = retention

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await pauseFor(everyMs, signal)
      if (!signal.aborted) await trimAll(database, retention, signal).catch(onError)
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

interface Partition extends TopicPartition {
  readonly id: number
}

export async function trimAll(database: Database, retention: Retention, signal: AbortSignal): Promise<void> {
  const partitions = await database.query<Partition>({
    text: 'select id, topic, partition from touchline_log.partition order by id',
  })
  const places = partitions.map(({ topic, partition }) => ({ topic, partition }))
  const needed = await retention.neededFrom(places)
  const failures: unknown[] = []
  for (const partition of partitions) {
    const isIts = (place: TopicPartition) =>
      place.topic === partition.topic && place.partition === partition.partition
    const from = needed.find(isIts)?.offset ?? neededByNobody
    // One that can't be trimmed keeps no other from it.
    await trimOne(database, retention, { ...partition, from }, signal).catch(error => failures.push(error))
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} partitions were not trimmed`)
}

async function trimOne(
  database: Database,
  retention: Retention,
  partition: Partition & { readonly from: bigint },
  signal: AbortSignal,
): Promise<void> {
  let trimmed = stepRecords
  while (trimmed === stepRecords && !signal.aborted) {
    trimmed = await trimStep(database, retention, partition)
    await pauseFor(20, signal)
  }
}

async function trimStep(
  database: Database,
  { maxAgeMs = weekMs, maxBytesPerPartition = 1_073_741_824, hardLimitFactor = 2, onLost }: Retention,
  { id, topic, partition, from }: Partition & { readonly from: bigint },
): Promise<number> {
  const nowMs = Date.now()
  const hard = [nowMs - maxAgeMs * hardLimitFactor, Math.round(maxBytesPerPartition * hardLimitFactor)]
  const values = [id, stepRecords, nowMs - maxAgeMs, maxBytesPerPartition, from, ...hard]
  const text = 'select trimmed, needed from touchline_log.trim_unneeded($1, $2, $3, $4, $5, $6, $7)'
  const [row] = await database.query<{ trimmed: number; needed: number }>({ text, values })
  if (row && row.needed > 0) onLost?.({ topic, partition }, row.needed)
  return row?.trimmed ?? 0
}
