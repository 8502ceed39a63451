import { setTimeout as delay } from 'node:timers/promises'
import type { EventLog } from '../../event-log.ts'
import { partitionOfKey } from '../../partition-of-key.ts'

export interface Waits {
  /** By partition: the longest that a record waited until it was appended, however often it was tried, in ms. */
  readonly longestMs: readonly number[]
  readonly refused: readonly number[]
  /** By partition: what was appended, in order. */
  readonly appended: readonly (readonly string[])[]
}

const everyMs = 40

/** One key for each partition. */
export function keysOf(partitions: number): readonly string[] {
  return Array.from({ length: partitions }, (_, partition) => {
    let n = 0
    while (partitionOfKey(`key-${n}`, partitions) !== partition) n += 1
    return `key-${n}`
  })
}

/** Appends to all partitions, one record after another in each, until told to stop; a refused one again. */
export function startAppending(log: EventLog, topic: string, partitions: number) {
  let isOn = true
  let lastRefusal: unknown
  const longestMs = Array(partitions).fill(0)
  const refused = Array(partitions).fill(0)
  const appended = Array.from({ length: partitions }, (): string[] => [])
  let sinceReset = Array<number>(partitions).fill(0)
  const writing = keysOf(partitions).map(async (key, partition) => {
    for (let n = 0; isOn; n += 1) {
      const startedMs = performance.now()
      const text = `${partition}-${n}`
      const record = { key, value: Buffer.from(text), headers: {} }
      while (
        !(await log.append(topic, [record]).then(
          () => true,
          error => {
            lastRefusal = error
            return false
          },
        ))
      ) {
        refused[partition] += 1
        await delay(20)
      }
      longestMs[partition] = Math.max(longestMs[partition], performance.now() - startedMs)
      appended[partition]?.push(text)
      sinceReset[partition] = (sinceReset[partition] ?? 0) + 1
      await delay(everyMs)
    }
  })
  return {
    /** Forgets the waits so far. */
    reset() {
      longestMs.fill(0)
      refused.fill(0)
      sinceReset = Array<number>(partitions).fill(0)
    },
    /** Of all partitions, since the reset. */
    longestMs: () => Math.max(...longestMs),
    /** Resolves once each partition has taken so many records since the reset; rejects where one has not in 40 s. */
    async untilEach(count: number): Promise<void> {
      const deadlineMs = performance.now() + 40_000
      while (sinceReset.some(taken => taken < count)) {
        if (performance.now() > deadlineMs)
          throw new Error(
            `taken ${sinceReset.join(' ')}, refused ${refused.join(' ')}: ${String(lastRefusal)}`,
          )
        await delay(50)
      }
    },
    async stop(): Promise<Waits> {
      isOn = false
      await Promise.all(writing)
      return { longestMs, refused, appended }
    },
  }
}
