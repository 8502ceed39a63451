import type { ErrorCode, Source } from '@touchline/contracts'
import type { Metrics } from '@touchline/telemetry'
import type { Arrival, Judged } from './accept.ts'

/** Items, each counted once: after its append, however often that was tried. */
export interface SourceCounts {
  readonly accepted: number
  /** Whatever was not accepted, dead letters included. */
  readonly refused: number
  readonly deadLettered: number
}

export interface IngestCounters extends SourceCounts {
  readonly bySource: Readonly<Record<Source, SourceCounts>>
}

/** The app's books: the same numbers for `/metrics` and for whoever runs the app in its own process. */
export interface Accounts {
  judged(arrival: Arrival, judged: Judged): void
  /** A whole request that was turned away before its events were looked at. */
  requestRefused(code: ErrorCode): void
  /** A connection was closed so that another one has room. */
  connectionDisplaced(): void
  sourceFailed(source: Source, provider: string, reason: string): void
  ticksSkipped(stadium: string, ticks: number): void
  /** Items that were refused before they were judged. */
  itemsRefused(source: Source, code: ErrorCode, items: number): void
  /** A source that is called was left waiting, to keep to its rate. */
  paced(source: Source, provider: string, seconds: number): void
  lettersSpooled(topic: string, letters: number): void
  lettersDrained(topic: string, letters: number): void
  appended(topic: string, seconds: number): void
  counters(): IngestCounters
}

const sources = ['sensor', 'broadcast', 'social'] as const satisfies readonly Source[]

export function createAccounts(metrics: Metrics): Accounts {
  const instruments = createInstruments(metrics)
  const zero = () => ({ accepted: 0, refused: 0, deadLettered: 0 })
  const counts = { sensor: zero(), broadcast: zero(), social: zero() }
  return {
    judged(arrival, judged) {
      const count = counts[arrival.source]
      count.accepted += judged.records.length
      count.refused += judged.outcomes.length - judged.records.length
      count.deadLettered += judged.deadLetters.length
      record(instruments, arrival, judged)
    },
    requestRefused: code => instruments.requestsRefused.add(1, { source: 'broadcast', code }),
    connectionDisplaced: () => instruments.displaced.add(1, {}),
    sourceFailed: (source, provider, reason) => instruments.failures.add(1, { source, provider, reason }),
    ticksSkipped: (provider, ticks) => instruments.skipped.add(ticks, { provider }),
    itemsRefused(source, code, items) {
      counts[source].refused += items
      instruments.refused.add(items, { source, code })
    },
    paced: (source, provider, seconds) => instruments.paced.add(seconds, { source, provider }),
    lettersSpooled: (topic, letters) => instruments.spooled.add(letters, { topic }),
    lettersDrained: (topic, letters) => instruments.drained.add(letters, { topic }),
    appended: (topic, seconds) => instruments.append.record(seconds, { topic }),
    counters: () => ({ ...total(Object.values(counts)), bySource: structuredClone(counts) }),
  }
}

/** A measurement costs about a microsecond: one per batch for what is accepted, one per item for what is not. */
function record(
  { accepted, deadLettered, refused }: Instruments,
  { source, provider }: Arrival,
  { outcomes, records, deadLetters }: Judged,
): void {
  if (records.length > 0) accepted.add(records.length, { source, provider })
  if (deadLetters.length > 0) deadLettered.add(deadLetters.length, { source, provider })
  if (records.length === outcomes.length) return
  for (const outcome of outcomes) {
    if (outcome.status === 'refused') refused.add(1, { source, code: outcome.code })
  }
}

type Instruments = ReturnType<typeof createInstruments>

function createInstruments(metrics: Metrics) {
  const instruments = {
    accepted: metrics.counter('touchline_ingest_accepted_total', 'Events that stand in the log'),
    refused: metrics.counter('touchline_ingest_refused_total', 'Events that were refused, by error code'),
    deadLettered: metrics.counter(
      'touchline_ingest_dead_lettered_total',
      'Refused items kept with their bytes',
    ),
    requestsRefused: metrics.counter(
      'touchline_ingest_requests_refused_total',
      'Webhook requests turned away whole',
    ),
    displaced: metrics.counter(
      'touchline_ingest_connections_displaced_total',
      'Connections closed for newer ones, over the bounds per address',
    ),
    failures: metrics.counter('touchline_ingest_source_failures_total', 'Failed polls and broken streams'),
    skipped: metrics.counter(
      'touchline_ingest_poll_ticks_skipped_total',
      'Poll ticks that a slow poll ran over',
    ),
    paced: metrics.counter('touchline_ingest_paced_seconds_total', 'Waits that kept a source to its rate'),
    spooled: metrics.counter('touchline_ingest_spooled_total', 'Dead letters that went to the local spool'),
    drained: metrics.counter(
      'touchline_ingest_spool_drained_total',
      'Of these, those that reached their topic',
    ),
    append: metrics.histogramSeconds('touchline_ingest_append_seconds', 'Time until an append was durable'),
  }
  for (const source of sources) instruments.refused.add(0, { source, code: 'schema-mismatch' })
  return instruments
}

const total = (counts: readonly SourceCounts[]): SourceCounts => ({
  accepted: counts.reduce((sum, count) => sum + count.accepted, 0),
  refused: counts.reduce((sum, count) => sum + count.refused, 0),
  deadLettered: counts.reduce((sum, count) => sum + count.deadLettered, 0),
})
