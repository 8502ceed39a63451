import type { TimePoint } from '../kit/chart/time-points.ts'
import type { History, Overview } from './types.ts'

/** What the charts draw of a moment. */
export type PointValues = Readonly<Record<string, number | null>>

const keptMs = 15 * 60_000
const pointsMax = 450

/** The last fifteen minutes of what this page has seen, with the newest added; the same one twice changes nothing. */
export function withLivePoint(points: readonly TimePoint[], overview: Overview): readonly TimePoint[] {
  const atMs = Date.parse(overview.at)
  const last = points.at(-1)
  if (last && last.atMs >= atMs) return points
  const kept = points.filter(point => atMs - point.atMs < keptMs)
  return [...kept, { atMs, values: valuesOf(overview) }].slice(-pointsMax)
}

const worst = (values: readonly (number | null)[]): number | null => {
  const known = values.filter(value => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

function valuesOf({ edges, nodes }: Overview): PointValues {
  const edge = (id: string) => edges.find(one => one.id === id)
  const figure = (id: string, label: string) =>
    nodes.find(one => one.id === id)?.figures.find(one => one.label === label)?.value ?? null
  return {
    accepted: edge('ingest.log')?.ratePerSecond ?? null,
    stored: figure('database', 'stored'),
    published: edge('relay.broadcast')?.ratePerSecond ?? null,
    delivered: edge('gateway.sockets')?.ratePerSecond ?? null,
    ingestP99: edge('ingest.log')?.p99Ms ?? null,
    storedP99: worst(edges.filter(({ from }) => from === 'log').map(({ p99Ms }) => p99Ms)),
    relayedP99: edge('database.relay')?.p99Ms ?? null,
    deliveredP99: edge('gateway.sockets')?.p99Ms ?? null,
    lag: worst(edges.filter(({ from }) => from === 'log').map(({ lagSeconds }) => lagSeconds)),
    sockets: figure('sockets', 'open'),
  }
}

/** Minutes that were kept, and behind them what the page has seen since. */
export function joinPoints(history: History['points'], live: readonly TimePoint[]): readonly TimePoint[] {
  const kept = history.map(
    (point): TimePoint => ({
      atMs: Date.parse(point.at),
      values: {
        accepted: point.acceptedPerSecond,
        stored: point.storedPerSecond,
        published: point.publishedPerSecond,
        delivered: point.deliveredPerSecond,
        ingestP99: point.ingestP99Ms,
        storedP99: point.storedP99Ms,
        relayedP99: point.relayedP99Ms,
        deliveredP99: point.deliveredP99Ms,
        lag: point.lagSeconds,
        sockets: point.connections,
      },
    }),
  )
  const firstLiveMs = live[0]?.atMs ?? Number.POSITIVE_INFINITY
  return [...kept.filter(({ atMs }) => atMs < firstLiveMs), ...live]
}
