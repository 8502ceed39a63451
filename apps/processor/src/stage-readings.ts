import { criticalTopic, sourceTopics } from '@touchline/contracts'
import { createStageLatency, latencyGauges, type StageLatency, type StageReading } from '@touchline/db'
import type { ConsumerWatch } from './control/consumer-watch.ts'
import type { Gate } from './control/gate.ts'
import type { Holds } from './holds.ts'
import type { Applied } from './jobs/enrich/apply.ts'
import type { LagWatch } from './lag.ts'
import type { Overload } from './overload/overload.ts'
import type { SplitBatch } from './overload/split.ts'
import { leastHeadroom, nearRetention } from './retention/near-retention.ts'

/** What the processor and its relay report to the console each second, by topic where a topic has it. */
export interface StageReadings {
  applied(applied: Applied): void
  split(split: SplitBatch): void
  published(published: { readonly events: number; readonly oldestMs?: number | undefined }): void
  relayFailed(): void
  processor(watches: ProcessorWatches): StageReading
  relay(): StageReading
}

export interface ProcessorWatches {
  readonly lag: LagWatch
  readonly holds: Holds
  readonly overload: Pick<Overload, 'isPeakOver'>
  readonly gate: Gate
  readonly consumers: Pick<ConsumerWatch, 'isTopicPaused' | 'isAggregationPaused'>
}

const counted = ['handled', 'stored', 'shed', 'deferred'] as const
const consoleTopics: ReadonlySet<string> = new Set([...Object.values(sourceTopics), criticalTopic])

export function createStageReadings(nowMs: () => number): StageReadings {
  const totals: Record<string, number> = Object.fromEntries(
    [...consoleTopics].flatMap(topic => counted.map(name => [`${name}PerSecond.${topic}`, 0])),
  )
  const count = (name: string, by: number) => {
    totals[name] = (totals[name] ?? 0) + by
  }
  const latencies = new Map<string, StageLatency>()
  const all = createStageLatency(nowMs)
  const latencyOf = (topic: string) => {
    const known = latencies.get(topic) ?? createStageLatency(nowMs)
    latencies.set(topic, known)
    return known
  }
  const relayed = createStageLatency(nowMs)
  let publishedEvents = 0
  let isRelayFailing = false
  return {
    applied({ outcomes }) {
      const atMs = nowMs()
      for (const { kind, read } of outcomes) {
        const { topic, appendedAtMs } = read.record
        count(`handledPerSecond.${topic}`, 1)
        if (kind !== 'stored') continue
        count(`storedPerSecond.${topic}`, 1)
        const tookMs = Math.max(0, atMs - appendedAtMs)
        latencyOf(topic).add(tookMs)
        all.add(tookMs)
      }
    },
    split({ items, isOverloaded }) {
      const topic = items[0]?.record.topic
      if (!isOverloaded || topic === undefined) return
      const of = (wanted: string) => items.filter(({ fate }) => fate === wanted).length
      count(`shedPerSecond.${topic}`, of('shed'))
      count(`deferredPerSecond.${topic}`, of('defer'))
    },
    published({ events, oldestMs }) {
      if (events > 0) isRelayFailing = false
      publishedEvents += events
      if (oldestMs !== undefined) relayed.add(oldestMs)
    },
    relayFailed() {
      isRelayFailing = true
    },
    processor: watches => ({
      totals: { ...totals },
      gauges: {
        ...latencyGauges(all),
        ...Object.assign({}, ...[...latencies].map(([topic, latency]) => latencyGauges(latency, topic))),
        ...gaugesOf(watches),
      },
    }),
    relay: () => ({
      totals: { publishedPerSecond: publishedEvents },
      gauges: { ...latencyGauges(relayed), failing: isRelayFailing ? 1 : 0 },
    }),
  }
}

function gaugesOf({ lag, holds, overload, gate, consumers }: ProcessorWatches): Record<string, number> {
  const gauges: Record<string, number> = {
    ...lagGauges(lag),
    ...retentionGauges(lag),
    overloaded: overload.isPeakOver() ? 0 : 1,
    heldPartitions: holds.current().length,
    inFlight: 0,
  }
  const add = (name: string, by: number) => {
    gauges[name] = (gauges[name] ?? 0) + by
  }
  for (const { topic } of holds.current()) add(`heldPartitions.${topic}`, 1)
  for (const [topic, records] of gate.inFlight()) {
    add(`inFlight.${topic}`, records)
    add('inFlight', records)
  }
  for (const [topic] of lag.read()) if (consumers.isTopicPaused(topic)) add(`paused.${topic}`, 1)
  if (consumers.isAggregationPaused()) add('paused.aggregation', 1)
  return gauges
}

/** By topic, how far its nearest partition is from records being deleted unread. */
function retentionGauges(lag: LagWatch): Record<string, number> {
  const byTopic = Map.groupBy(lag.partitions(), ({ topic }) => topic)
  const gauges = [...byTopic].flatMap(([topic, lags]) => {
    const near = [`nearRetention.${topic}`, lags.filter(nearRetention).length]
    const headroom = leastHeadroom(lags)
    if (!headroom) return [near]
    const { records, seconds } = headroom
    return [[`headroomRecords.${topic}`, records], [`headroomSeconds.${topic}`, seconds], near]
  })
  return Object.fromEntries(gauges)
}

/** The ends of partitions tell what a reset would put off. */
function lagGauges(lag: LagWatch): Record<string, number> {
  const entries = [...lag.read()]
  const perTopic = entries.flatMap(([topic, { records, seconds }]) => [
    [`lagRecords.${topic}`, records],
    [`lagSeconds.${topic}`, seconds],
  ])
  const ends = lag
    .partitions()
    .filter(({ topic }) => consoleTopics.has(topic))
    .map(({ topic, partition, endOffset }) => [`end.${topic}.${partition}`, Number(endOffset)])
  const lagRecords = entries.reduce((sum, [, { records }]) => sum + records, 0)
  const lagSeconds = Math.max(0, ...entries.map(([, { seconds }]) => seconds))
  return { lagRecords, lagSeconds, ...Object.fromEntries([...perTopic, ...ends]) }
}
