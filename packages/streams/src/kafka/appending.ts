import type { Kafka } from 'kafkajs'
import type { NewRecord } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import type { Homes } from './homes.ts'
import { createLane, type Lane } from './lane.ts'

export interface AppenderOptions {
  readonly kafka: Kafka
  readonly timeoutMs: number
  /** As far as it is known; a topic's homes may be out of date. Rejects with LogUnavailable. */
  readonly homesOf: (topic: string) => Promise<Homes>
  /** A send failed: homes may have changed. */
  readonly onFailed: () => void
}

export interface Appender {
  /** Appends to the topic, each partition's records in the order of the calls; resolves when all are durable. */
  add(topic: string, records: readonly NewRecord[]): Promise<void>
  close(): Promise<void>
}

/** Each keeps a producer with its connections, and so many bytes as may wait. */
const maxLanes = 16
const idleAfterMs = 60_000

interface UsedLane {
  readonly lane: Lane
  usedMs: number
}

/** Keeps a partition in the lane in which its records are under way, so that none is overtaken. */
interface Pin {
  readonly lane: string
  pending: number
}

/**
 * One lane for the partitions of one home: where a broker hangs or is lost, those that live elsewhere go on. Beyond
 * 16 homes, some share a lane.
 */
export function createAppender({ kafka, timeoutMs, homesOf, onFailed }: AppenderOptions): Appender {
  const lanes = new Map<string, UsedLane>()
  const pins = new Map<string, Pin>()

  function laneNameFor(home: string): string {
    if (!lanes.has(home) && lanes.size >= maxLanes) closeIdle()
    if (lanes.has(home) || lanes.size < maxLanes) {
      // Made at once: one call may come to many homes.
      laneNamed(home)
      return home
    }
    return [...lanes.keys()][partitionOfKey(home, lanes.size)] ?? home
  }

  function laneNamed(name: string): Lane {
    const used = lanes.get(name) ?? { lane: createLane(kafka, timeoutMs, onFailed), usedMs: 0 }
    used.usedMs = performance.now()
    lanes.set(name, used)
    return used.lane
  }

  /** Lanes to homes that are no more. */
  function closeIdle(): void {
    const pinned = new Set([...pins.values()].map(pin => pin.lane))
    for (const [name, { lane, usedMs }] of lanes) {
      if (pinned.has(name) || performance.now() - usedMs < idleAfterMs) continue
      lanes.delete(name)
      void lane.close()
    }
  }

  async function addTo(name: string, topic: string, its: readonly [string, NewRecord][]): Promise<void> {
    const places = new Set(its.map(([place]) => place))
    for (const place of places) {
      const pin = pins.get(place) ?? { lane: name, pending: 0 }
      pin.pending += 1
      pins.set(place, pin)
    }
    try {
      await laneNamed(name).add(its.map(([, record]) => ({ topic, record })))
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
      const homes = await homesOf(topic)
      const byLane = Map.groupBy(
        records.map((record): [string, NewRecord] => [
          `${topic}/${partitionOfKey(record.key, homes.length)}`,
          record,
        ]),
        ([place]) => pins.get(place)?.lane ?? laneNameFor(homes[Number(place.slice(topic.length + 1))] ?? ''),
      )
      await Promise.all([...byLane].map(([name, its]) => addTo(name, topic, its)))
    },
    async close() {
      await Promise.all([...lanes.values()].map(({ lane }) => lane.close()))
    },
  }
}
