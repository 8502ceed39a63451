import { vi } from 'vitest'
import type { Consumption, EventLog, LogRecord, NewRecord, RecordBatch } from '../event-log.ts'
import { endOf, type Victim, type VictimPlace } from './victim.ts'

export { endOf } from './victim.ts'

/** What an adapter's test gives to the suite. */
export interface EventLogHarness {
  /** A client of the one log under test; the suite closes it. */
  open(): Promise<EventLog>
  /** A client of a log that can't be reached. */
  openUnreachable(): Promise<EventLog>
  /** Partitions of each topic: two or more. */
  readonly partitions: number
  startVictim(place: VictimPlace): Promise<Victim>
  stop(): Promise<void>
}

export const textOf = ({ value }: LogRecord): string => Buffer.from(value).toString()

export function record(key: string, value: string): NewRecord {
  return { key, value: Buffer.from(value), headers: {} }
}

/** `key-0`, `key-1`, … as values under one key. */
export function series(key: string, count: number, from = 0): NewRecord[] {
  return Array.from({ length: count }, (_, place) => record(key, `${key}-${from + place}`))
}

export const valuesOf = (records: readonly NewRecord[]): string[] =>
  records.map(({ value }) => Buffer.from(value).toString())

/** Waits for a condition, at most 25 s. */
export function until(assertion: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(assertion, { timeout: 25_000, interval: 10 })
}

export interface Collector {
  readonly seen: LogRecord[]
  values(): string[]
  handler(batch: RecordBatch): Promise<bigint>
}

export function collector(): Collector {
  const seen: LogRecord[] = []
  return {
    seen,
    values: () => seen.map(textOf),
    async handler(batch) {
      seen.push(...batch.records)
      return endOf(batch)
    },
  }
}

export const stopAll = (consumptions: readonly Consumption[]) =>
  Promise.all(consumptions.map(consumption => consumption.stop()))
