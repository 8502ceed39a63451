import type { StageReading } from '@touchline/db'
import type { Metrics } from '@touchline/telemetry'
import type { Plan } from './jobs/enrich/plan.ts'
import type { LagWatch } from './lag.ts'

/** Counts what the jobs do, for `/metrics` and for the console's reports. */
export function createMeters(metrics: Metrics) {
  const events = metrics.counter('touchline_processor_events_total', 'Records by what became of them')
  const storedLatency = metrics.histogramSeconds('touchline_stored_seconds', 'From ingest to stored')
  const published = metrics.counter('touchline_relay_published_total', 'Events announced to the broadcast')
  const failures = metrics.counter('touchline_processor_failures_total', 'Failures survived, by job')
  const totals = { storedPerSecond: 0, duplicatePerSecond: 0, deadPerSecond: 0 }
  const relayed = { publishedPerSecond: 0 }

  const count = (outcome: string, name: keyof typeof totals, by: number) => {
    if (by === 0) return
    totals[name] += by
    events.add(by, { outcome })
  }
  return {
    stored(plan: Plan) {
      count('stored', 'storedPerSecond', plan.events.length)
      count('duplicate', 'duplicatePerSecond', plan.duplicates.length)
      count('dead', 'deadPerSecond', plan.deaths.length)
      // One sample a batch: its oldest event.
      const [oldest] = plan.events
      if (oldest) storedLatency.record((Date.parse(oldest.storedAt) - Date.parse(oldest.ingestedAt)) / 1_000)
    },
    buried: (by: number) => count('dead', 'deadPerSecond', by),
    published(by: number) {
      relayed.publishedPerSecond += by
      published.add(by)
    },
    failed: (job: string) => failures.add(1, { job }),
    processorReading: (lag: LagWatch): StageReading => ({ totals: { ...totals }, gauges: lagGauges(lag) }),
    relayReading: (): StageReading => ({ totals: { ...relayed }, gauges: {} }),
  }
}

function lagGauges(lag: LagWatch): Record<string, number> {
  const entries = [...lag.read()]
  const perTopic = entries.flatMap(([topic, { records, seconds }]) => [
    [`lagRecords.${topic}`, records],
    [`lagSeconds.${topic}`, seconds],
  ])
  const lagRecords = entries.reduce((sum, [, { records }]) => sum + records, 0)
  const lagSeconds = Math.max(0, ...entries.map(([, { seconds }]) => seconds))
  return { lagRecords, lagSeconds, ...Object.fromEntries(perTopic) }
}
