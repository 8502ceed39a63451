import type { MatchEvent } from '@touchline/contracts'
import { createStageLatency, latencyGauges, type StageReading } from '@touchline/db'
import type { Metrics } from '@touchline/telemetry'
import type { Hub } from './hub/hub.ts'
import type { Sockets } from './socket/sockets.ts'

/** What the gateway counts, for `/metrics` and for its stage report. */
export interface Meters {
  readonly connections: number
  readonly feeds: number
  readonly delivered: number
  count(what: 'connections' | 'feeds', change: 1 | -1): void
  /** Frames handed to connections; with the oldest event among them, if they are fresh. */
  wrote(frames: number, oldest?: MatchEvent): void
  healed(): void
  cutOff(why: string): void
  /** A connection that had asked for nothing was closed for a newcomer. */
  displaced(): void
  /** For the console. */
  stageReading(): StageReading
}

/** The parse of a time is not for every write of a crowd's. */
const samplesPerSecond = 5

export function createMeters(metrics: Metrics): Meters {
  const delivered = metrics.counter('touchline_delivered_total', 'Frames handed to connections')
  const heals = metrics.counter('touchline_heals_total', 'Times the store gave what the broadcast had lost')
  const cuts = metrics.counter('touchline_cut_off_total', 'Connections cut off, by reason')
  const displaced = metrics.counter(
    'touchline_gateway_connections_displaced_total',
    'Connections closed for newcomers, of the address that had most',
  )
  const delivery = metrics.histogramSeconds('touchline_delivery_seconds', 'From ingest to a connection')
  const totals = { connections: 0, feeds: 0, delivered: 0, healed: 0, cutOff: 0 }
  const latency = createStageLatency(() => performance.now())
  let sampledAtMs = 0
  const sample = ({ relayedAt, storedAt }: MatchEvent) => {
    const nowMs = performance.now()
    if (nowMs - sampledAtMs < 1_000 / samplesPerSecond) return
    sampledAtMs = nowMs
    latency.add(Math.max(0, Date.now() - Date.parse(relayedAt ?? storedAt)))
  }
  metrics.gauge('touchline_connections', 'Open sockets', () => totals.connections)
  metrics.gauge('touchline_subscriptions', 'Feeds being followed', () => totals.feeds)
  return {
    get connections() {
      return totals.connections
    },
    get feeds() {
      return totals.feeds
    },
    get delivered() {
      return totals.delivered
    },
    count: (what, change) => {
      totals[what] += change
    },
    wrote: (frames, oldest) => {
      totals.delivered += frames
      delivered.add(frames)
      if (!oldest) return
      delivery.record(Math.max(0, Date.now() - Date.parse(oldest.ingestedAt)) / 1_000)
      sample(oldest)
    },
    healed: () => {
      totals.healed += 1
      heals.add(1)
    },
    cutOff: why => {
      totals.cutOff += 1
      cuts.add(1, { why })
    },
    displaced: () => displaced.add(1),
    stageReading: () => ({
      totals: {
        deliveredPerSecond: totals.delivered,
        healedPerSecond: totals.healed,
        cutOffPerSecond: totals.cutOff,
      },
      gauges: {
        connections: totals.connections,
        subscriptions: totals.feeds,
        ...latencyGauges(latency),
      },
    }),
  }
}

export function meterMemory(metrics: Metrics, hub: Hub, sockets: Pick<Sockets, 'bufferedBytes'>): void {
  metrics.gauge('touchline_socket_buffered_bytes', 'Waiting to be sent', () => sockets.bufferedBytes())
  metrics.gauge(
    'touchline_watched_matches',
    'Matches with a broadcast subscription',
    () => hub.watchedMatches,
  )
  metrics.gauge(
    'touchline_awaited_matches',
    'Waits of callers for matches that are not known',
    () => hub.awaitedMatches,
  )
  metrics.gauge('touchline_held_bytes', 'Event text held in memory', () => [
    { value: hub.heldBytes.rings, attributes: { where: 'rings' } },
    { value: hub.heldBytes.history, attributes: { where: 'history' } },
    { value: hub.heldBytes.lines, attributes: { where: 'delay-lines' } },
  ])
}
