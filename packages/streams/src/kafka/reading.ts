import type { Admin } from 'kafkajs'
import type { LogRecord, PartitionLag, TopicPartition } from '../event-log.ts'
import { type FetchCluster, fetchPage } from './direct-fetch.ts'
import type { Reconnecting } from './reconnecting.ts'
import type { ReplicaSets } from './replica-sets.ts'

export interface Readers {
  readonly admin: Reconnecting<Admin>
  readonly cluster: Reconnecting<FetchCluster>
}

const pageBytes = 1_048_576
const maxReadBytes = 8 * pageBytes

interface Bounds {
  readonly partition: number
  readonly startOffset: bigint
  readonly endOffset: bigint
}

/** Ends at the limit, at the end of the partition, or once 8 MiB are read. */
export async function readRecords(
  readers: Readers,
  place: TopicPartition,
  fromOffset: bigint,
  limit: number,
): Promise<LogRecord[]> {
  const bounds = (await boundsOf(readers, place.topic)).find(({ partition }) => partition === place.partition)
  const records: LogRecord[] = []
  if (!bounds) return records
  const cluster = await readers.cluster.get()
  let next = fromOffset > bounds.startOffset ? fromOffset : bounds.startOffset
  let bytes = 0
  while (next < bounds.endOffset && records.length < limit && bytes < maxReadBytes) {
    const page = await fetchPage(cluster, place, next, pageBytes)
    if (page.nextOffset <= next) break
    next = page.nextOffset
    records.push(...page.records)
    bytes += page.records.reduce((sum, { value }) => sum + value.byteLength, 0)
  }
  return records.slice(0, limit)
}

export async function readLag(
  readers: Readers,
  group: string,
  topics: readonly string[],
): Promise<PartitionLag[]> {
  if (topics.length === 0) return []
  const admin = await readers.admin.get()
  const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] })
  const lags = topics.map(async topic => {
    const places = committed.find(known => known.topic === topic)?.partitions ?? []
    const bounds = await boundsOf(readers, topic)
    return Promise.all(
      bounds.map(bound =>
        lagOf(readers, topic, bound, places.find(place => place.partition === bound.partition)?.offset),
      ),
    )
  })
  return (await Promise.all(lags)).flat()
}

async function lagOf(
  readers: Readers,
  topic: string,
  bounds: Bounds,
  committed = '-1',
): Promise<PartitionLag> {
  const { partition, startOffset, endOffset } = bounds
  const known = BigInt(committed)
  const committedOffset = known > startOffset ? known : startOffset
  const lagRecords = Math.max(0, Number(endOffset - committedOffset))
  const place = { topic, partition }
  const lagSeconds = lagRecords === 0 ? 0 : await ageSeconds(readers, place, committedOffset)
  const isOldest = lagRecords === 0 || committedOffset === startOffset
  const heldSeconds = isOldest ? lagSeconds : await ageSeconds(readers, place, startOffset)
  return { ...place, startOffset, endOffset, committedOffset, lagRecords, lagSeconds, heldSeconds }
}

async function ageSeconds(readers: Readers, place: TopicPartition, offset: bigint): Promise<number> {
  const { records } = await fetchPage(await readers.cluster.get(), place, offset, 1)
  const [oldest] = records
  return oldest ? Math.max(0, Date.now() - oldest.appendedAtMs) / 1_000 : 0
}

/** Rejects unless some broker answers. */
export const ping = async ({ cluster }: Readers) => (await cluster.get()).refreshMetadata()

/** A partition's leader and replicas: whichever of them hangs, its appends wait for it. */
export async function replicaSetsOf({ cluster }: Readers, topic: string): Promise<ReplicaSets> {
  const client = await cluster.get()
  await client.addTargetTopic(topic)
  await client.refreshMetadata()
  return client
    .findTopicPartitionMetadata(topic)
    .toSorted((a, b) => a.partitionId - b.partitionId)
    .map(({ leader, replicas }) => `${leader}: ${replicas.toSorted((a, b) => a - b).join(' ')}`)
}

/** With the topic's name, the ends of its partitions. */
export const topicBounds = async (readers: Readers, topic: string) =>
  (await boundsOf(readers, topic)).map(bounds => ({ topic, ...bounds }))

async function boundsOf({ admin }: Readers, topic: string): Promise<Bounds[]> {
  const offsets = await (await admin.get()).fetchTopicOffsets(topic)
  return offsets
    .map(({ partition, low, high }) => ({ partition, startOffset: BigInt(low), endOffset: BigInt(high) }))
    .sort((a, b) => a.partition - b.partition)
}
