import type { Kafka } from 'kafkajs'
import type { NewRecord } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import { type BatchProducer, createBatchProducer } from './batch-producer.ts'
import type { ReplicaSets } from './replica-sets.ts'

export interface AppenderOptions {
  readonly kafka: Kafka
  readonly timeoutMs: number
  /** As far as it is known; a topic's replica sets may be out of date. Rejects with LogUnavailable. */
  readonly replicaSetsOf: (topic: string) => Promise<ReplicaSets>
  /** A send failed: replica sets may have changed. */
  readonly onFailed: () => void
}

export interface Appender {
  /** Appends to the topic, each partition's records in the order of the calls; resolves when all are durable. */
  add(topic: string, records: readonly NewRecord[]): Promise<void>
  close(): Promise<void>
}

/** Each keeps connections, and as many bytes as may wait. */
const maxProducers = 16
const idleAfterMs = 60_000

interface UsedProducer {
  readonly producer: BatchProducer
  usedMs: number
}

/** Keeps a partition with the producer that has its records under way, so that none is overtaken. */
interface Pin {
  readonly producer: string
  pending: number
}

/**
 * One producer for the partitions of one leader and its replicas: where a broker hangs or is lost, the others go on.
 * Beyond 16 such sets, some share a producer.
 */
export function createAppender({ kafka, timeoutMs, replicaSetsOf, onFailed }: AppenderOptions): Appender {
  const producers = new Map<string, UsedProducer>()
  const pins = new Map<string, Pin>()

  function producerNameFor(replicaSet: string): string {
    if (!producers.has(replicaSet) && producers.size >= maxProducers) closeIdle()
    if (producers.has(replicaSet) || producers.size < maxProducers) {
      // Made at once: one call may name many replica sets.
      producerNamed(replicaSet)
      return replicaSet
    }
    return [...producers.keys()][partitionOfKey(replicaSet, producers.size)] ?? replicaSet
  }

  function producerNamed(name: string): BatchProducer {
    const used = producers.get(name) ?? {
      producer: createBatchProducer(kafka, timeoutMs, onFailed),
      usedMs: 0,
    }
    used.usedMs = performance.now()
    producers.set(name, used)
    return used.producer
  }

  /** Closes producers of replica sets that are no more. */
  function closeIdle(): void {
    const pinned = new Set([...pins.values()].map(pin => pin.producer))
    for (const [name, { producer, usedMs }] of producers) {
      if (pinned.has(name) || performance.now() - usedMs < idleAfterMs) continue
      producers.delete(name)
      void producer.close()
    }
  }

  async function addTo(name: string, topic: string, its: readonly [string, NewRecord][]): Promise<void> {
    const places = new Set(its.map(([place]) => place))
    for (const place of places) {
      const pin = pins.get(place) ?? { producer: name, pending: 0 }
      pin.pending += 1
      pins.set(place, pin)
    }
    try {
      await producerNamed(name).add(its.map(([, record]) => ({ topic, record })))
    } finally {
      for (const place of places) unpin(place)
    }
  }

  function unpin(place: string): void {
    const pin = pins.get(place)
    if (!pin) return
    pin.pending -= 1
    if (pin.pending === 0) pins.delete(place)
  }

  return {
    async add(topic, records) {
      const replicaSets = await replicaSetsOf(topic)
      const byProducer = Map.groupBy(
        records.map((record): [string, NewRecord] => [
          `${topic}/${partitionOfKey(record.key, replicaSets.length)}`,
          record,
        ]),
        ([place]) =>
          pins.get(place)?.producer ??
          producerNameFor(replicaSets[Number(place.slice(topic.length + 1))] ?? ''),
      )
      await Promise.all([...byProducer].map(([name, its]) => addTo(name, topic, its)))
    },
    async close() {
      await Promise.all([...producers.values()].map(({ producer }) => producer.close()))
    },
  }
}
