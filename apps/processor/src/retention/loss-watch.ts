import type { Database } from '@touchline/db'
import type { BatchHandler, EventLog, PartitionLag, StartAt } from '@touchline/streams'
import type { HealthCheck, Metrics } from '@touchline/telemetry'
import { groupOfTopic } from '../runner.ts'
import { countLost, type LostRecords } from './count-lost.ts'
import { type Headroom, headroomOf, nearRetention } from './near-retention.ts'

export interface LossWatchOptions {
  readonly database: Database
  readonly log: Pick<EventLog, 'lag'>
  readonly metrics: Metrics
  readonly onLost: (lost: LostRecords) => void
  /** Told once while a partition is near the end of retention. */
  readonly onNear: (lag: PartitionLag) => void
  readonly onError: (error: unknown) => void
}

/** What the log deletes before it is processed: counted, told, and foreseen where it can be. */
export interface LossWatch {
  /** A handler before which what went missing below its records is accounted for. */
  watch(group: string, handler: BatchHandler): BatchHandler
  /** Remembers where partitions begin, as they are told. */
  startAt(startAt: StartAt): StartAt
  /** Takes the lag of all partitions. */
  observe(lags: readonly PartitionLag[]): void
  readonly check: HealthCheck
}

/** How long a loss shows in readiness. */
const toldForMs = 3_600_000

const keyOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }) =>
  `${topic}/${partition}`

export function createLossWatch(options: LossWatchOptions): LossWatch {
  const { database, log, metrics, onLost, onNear, onError } = options
  const expected = new Map<string, bigint>()
  let seen: readonly PartitionLag[] = []
  let near: readonly PartitionLag[] = []
  let lost = { records: 0, atMs: Number.NEGATIVE_INFINITY }
  const counter = metrics.counter(
    'touchline_lost_records_total',
    'Records that the log deleted before they were processed',
  )
  meterHeadroom(metrics, () => seen)
  const count = async (group: string, lags: readonly PartitionLag[]) => {
    for (const one of await countLost(database, group, lags)) {
      lost = { records: lost.records + one.records, atMs: performance.now() }
      counter.add(one.records, { topic: one.topic })
      onLost(one)
    }
  }
  let isCounting = false
  return {
    watch: (group, handler) => async batch => {
      const first = batch.records[0]?.offset ?? 0n
      if (first > (expected.get(keyOf(batch)) ?? 0n)) await count(group, await log.lag(group, [batch.topic]))
      const next = await handler(batch)
      expected.set(keyOf(batch), next)
      return next
    },
    startAt: startAt => async places => {
      const told = await startAt(places)
      for (const place of told) expected.set(keyOf(place), place.offset)
      return told
    },
    observe(lags) {
      seen = lags
      const before = new Set(near.map(keyOf))
      near = lags.filter(nearRetention)
      for (const lag of near) if (!before.has(keyOf(lag))) onNear(lag)
      const byGroup = Map.groupBy(lags, ({ topic }) => groupOfTopic(topic))
      if (isCounting) return
      isCounting = true
      Promise.all([...byGroup].map(([group, its]) => (group === undefined ? undefined : count(group, its))))
        .catch(onError)
        .finally(() => {
          isCounting = false
        })
    },
    check: {
      name: 'retention',
      check: async () => {},
      degraded: () => inWords(near, performance.now() - lost.atMs < toldForMs ? lost.records : 0),
    },
  }
}

function inWords(near: readonly PartitionLag[], lostRecords: number): string | undefined {
  const texts = near.map(
    ({ topic, partition, lagRecords }) =>
      `${topic}/${partition} has ${lagRecords} records to process, and the log deletes the oldest of them soon`,
  )
  if (lostRecords > 0) texts.push(`${lostRecords} records were deleted before they were processed`)
  return texts.length > 0 ? texts.join('; ') : undefined
}

/** By topic, of the partition that is nearest; seconds only where something lags. */
function meterHeadroom(metrics: Metrics, read: () => readonly PartitionLag[]): void {
  const least = (name: keyof Headroom, of: (lag: PartitionLag) => boolean) => () =>
    [...Map.groupBy(read().filter(of), ({ topic }) => topic)].map(([topic, lags]) => ({
      value: Math.min(...lags.map(lag => headroomOf(lag)[name])),
      attributes: { topic },
    }))
  const help =
    'From the oldest record that the log holds to the next one to process, of the nearest partition'
  metrics.gauge(
    'touchline_retention_headroom_records',
    help,
    least('records', () => true),
  )
  metrics.gauge(
    'touchline_retention_headroom_seconds',
    help,
    least('seconds', ({ lagRecords }) => lagRecords > 0),
  )
}
