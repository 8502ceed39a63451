import type { StageReading } from '@touchline/db'
import type { Metrics } from '@touchline/telemetry'
import type { Aggregated } from './jobs/aggregate/index.ts'
import type { Applied } from './jobs/enrich/apply.ts'
import type { Published } from './jobs/relay/index.ts'
import type { SplitBatch } from './overload/split.ts'
import { createStageReadings, type ProcessorWatches } from './stage-readings.ts'

export type Meters = ReturnType<typeof createMeters>

/** Counts what the jobs do, for `/metrics` and for the console's reports. */
export function createMeters(metrics: Metrics, nowMs: () => number = Date.now) {
  const readings = createStageReadings(nowMs)
  const events = metrics.counter('touchline_processor_events_total', 'Records by what became of them')
  const storedLatency = metrics.histogramSeconds('touchline_stored_seconds', 'From ingest to stored')
  const published = metrics.counter('touchline_relay_published_total', 'Events announced to the broadcast')
  const failures = metrics.counter('touchline_processor_failures_total', 'Failures survived, by job')
  const letters = metrics.counter('touchline_dead_letters_total', 'Dead letters by what was done with them')
  const aggregated = metrics.counter(
    'touchline_aggregated_events_total',
    'Stored events by what the windows made of them',
  )
  const totals = {
    storedPerSecond: 0,
    duplicatePerSecond: 0,
    deadPerSecond: 0,
    supersededPerSecond: 0,
    parkedPerSecond: 0,
    shedPerSecond: 0,
    deferredPerSecond: 0,
    aggregatedPerSecond: 0,
  }
  const count = (outcome: string, by: number) => {
    if (by === 0) return
    const name = `${outcome}PerSecond` as keyof typeof totals
    totals[name] += by
    events.add(by, { outcome })
  }
  return {
    applied(applied: Applied) {
      const { outcomes, events: stored, parkedRecords } = applied
      readings.applied(applied)
      const byKind = { stored: 0, revised: 0, duplicate: 0, superseded: 0, failed: 0 }
      for (const { kind } of outcomes) byKind[kind] += 1
      count('stored', byKind.stored)
      count('duplicate', byKind.duplicate)
      count('superseded', byKind.superseded)
      count('dead', byKind.failed)
      count('parked', parkedRecords)
      // One sample a batch: its oldest event.
      const [oldest] = stored
      if (oldest) storedLatency.record((Date.parse(oldest.storedAt) - Date.parse(oldest.ingestedAt)) / 1_000)
    },
    split(split: SplitBatch) {
      const { items, isOverloaded } = split
      readings.split(split)
      if (!isOverloaded) return
      count('shed', items.filter(({ fate }) => fate === 'shed').length)
      count('deferred', items.filter(({ fate }) => fate === 'defer').length)
    },
    buried: (by: number) => count('dead', by),
    published(done: Published) {
      readings.published(done)
      published.add(done.events)
    },
    letters: (done: string) => (by: number) => letters.add(by, { done }),
    aggregated({ events: folded, tooLate }: Aggregated) {
      totals.aggregatedPerSecond += folded
      aggregated.add(folded, { outcome: 'folded' })
      if (tooLate > 0) aggregated.add(tooLate, { outcome: 'too-late' })
    },
    failed: (job: string) => {
      failures.add(1, { job })
      if (job === 'relay') readings.relayFailed()
    },
    processorReading(watches: ProcessorWatches): StageReading {
      const { totals: byTopic, gauges } = readings.processor(watches)
      return { totals: { ...byTopic, ...totals }, gauges }
    },
    relayReading: readings.relay,
  }
}
