import type { HealthCheck, Metrics } from '@touchline/telemetry'
import type { CursorStore } from '../cursors/cursor-store.ts'
import type { Endpoint } from '../providers/provider-name.ts'
import type { RunningSource, SourceContext } from '../providers/running-source.ts'
import { startFeed } from '../providers/social/start-feed.ts'
import { startStadium } from '../providers/stadium/start-stadium.ts'

/** A source that this process may have to read: one stadium or one social feed. */
export interface PlannedSource {
  readonly name: string
  readonly source: RunningSource['source']
  readonly provider: string
  start(cursors: CursorStore): RunningSource
}

/** The sources that are polled or followed, as far as this process does it. */
export interface Sources {
  readonly planned: readonly PlannedSource[]
  /** Those that this process reads now. */
  running(): readonly RunningSource[]
  /** Why it reads none, or fewer than it should; undefined where it reads its share. */
  trouble(): string | undefined
  /** Resolves once nothing of them runs here any more. */
  stop(): Promise<void>
}

export function planSources(
  endpoints: { readonly stadiums: readonly Endpoint[]; readonly socialFeeds: readonly Endpoint[] },
  context: Omit<SourceContext, 'cursors'>,
): readonly PlannedSource[] {
  return [
    ...endpoints.stadiums.map(stadium => ({
      ...{ name: `stadium:${stadium.id}`, source: 'sensor' as const, provider: stadium.id },
      start: (cursors: CursorStore) => startStadium(stadium, { ...context, cursors }),
    })),
    ...endpoints.socialFeeds.map(feed => ({
      ...{ name: `social:${feed.id}`, source: 'social' as const, provider: feed.id },
      start: (cursors: CursorStore) => startFeed(feed, { ...context, cursors }),
    })),
  ]
}

/** All of them, by the only process that reads them. */
export function startAllSources(planned: readonly PlannedSource[], cursors: CursorStore): Sources {
  const running = planned.map(source => source.start(cursors))
  return {
    planned,
    running: () => running,
    trouble: () => undefined,
    stop: async () => void (await Promise.all(running.map(source => source.stop()))),
  }
}

/** Tells which sources are read here; never fails, for elsewhere it would be no better. */
export const sourcesCheck = (sources: () => Sources | undefined): HealthCheck => ({
  name: 'sources',
  check: async () => {},
  warning: () => sources()?.trouble(),
  detail: () => {
    const { planned = [], running = () => [] } = sources() ?? {}
    const names = planned.filter(one => isRunning(one, running())).map(({ name }) => name)
    return `reads ${names.length} of ${planned.length}${names.length > 0 ? `: ${names.join(', ')}` : ''}`
  },
})

export function gaugeSources(metrics: Metrics, { planned, running }: Sources): void {
  const each = (value: (source: RunningSource) => number) => () =>
    running().map(one => ({ value: value(one), attributes: { source: one.source, provider: one.provider } }))
  metrics.gauge(
    'touchline_ingest_source_healthy',
    '1 while polls succeed or the stream is open',
    each(one => (one.healthy() ? 1 : 0)),
  )
  metrics.gauge(
    'touchline_ingest_source_silent_seconds',
    'Since a source last kept to its protocol',
    each(one => one.silentSeconds()),
  )
  metrics.gauge('touchline_ingest_source_owned', '1 while this process reads the source', () =>
    planned.map(one => ({
      value: isRunning(one, running()) ? 1 : 0,
      attributes: { source: one.source, provider: one.provider },
    })),
  )
}

const isRunning = ({ source, provider }: PlannedSource, running: readonly RunningSource[]): boolean =>
  running.some(one => one.source === source && one.provider === provider)
