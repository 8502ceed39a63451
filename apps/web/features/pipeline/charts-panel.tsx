'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { TimeChart } from '../kit/chart/time-chart.tsx'
import type { TimePoint } from '../kit/chart/time-points.ts'
import { Panel } from '../kit/display/panel.tsx'
import { SegmentedChoice } from '../kit/fields/choice.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { joinPoints, withLivePoint } from './live-points.ts'
import { minuteMs, minuteOf } from './scrubber-times.ts'
import type { Overview } from './types.ts'

const spans = ['15m', '1h', '6h', '24h'] as const
const minutesOf: Readonly<Record<(typeof spans)[number], number>> = {
  '15m': 15,
  '1h': 60,
  '6h': 360,
  '24h': 1_440,
}
const pollMs = 30_000

const rates = [
  { id: 'accepted', label: 'accepted', tone: 'ink' },
  { id: 'stored', label: 'stored', tone: 'good' },
  { id: 'published', label: 'published', tone: 'caution' },
  { id: 'delivered', label: 'delivered', tone: 'critical' },
] as const
const times = [
  { id: 'ingestP99', label: 'accepting', tone: 'ink' },
  { id: 'storedP99', label: 'log to stored', tone: 'good' },
  { id: 'relayedP99', label: 'outbox to relayed', tone: 'caution' },
  { id: 'deliveredP99', label: 'relayed to socket', tone: 'critical' },
] as const
const lags = [{ id: 'lag', label: 'furthest behind', tone: 'caution' }] as const

interface ChartsPanelProps {
  readonly overview: Overview
  /** The minute that is looked at; the charts end some minutes behind it. */
  readonly at: Date | null
}

/** How it went: the minutes that are kept, and what this page has seen since. */
export function ChartsPanel({ overview, at }: ChartsPanelProps) {
  const { trpc } = useConsole()
  const [span, setSpan] = useQueryState('span', parseAsStringLiteral(spans).withDefault('15m'))
  const live = useLivePoints(overview, at === null)
  // Asked for anew each minute, not each second.
  const endMs = at
    ? minuteOf(at.getTime()) + (minutesOf[span] / 3) * minuteMs
    : minuteOf(Date.parse(overview.at)) + minuteMs
  const history = useQuery(
    trpc.pipeline.history.queryOptions(
      { from: new Date(endMs - minutesOf[span] * minuteMs).toISOString(), to: new Date(endMs).toISOString() },
      { refetchInterval: pollMs, placeholderData: keepPreviousData },
    ),
  )
  const kept = history.data?.kind === 'range' ? history.data.points : []
  const points = joinPoints(kept, at ? [] : live)
  const marks = at ? [{ atMs: minuteOf(at.getTime()), label: 'shown' }] : undefined
  return (
    <Panel
      title="How it went"
      actions={
        <SegmentedChoice
          label="Span"
          hideLabel
          value={span}
          onChange={next => void setSpan(next)}
          options={spans.map(value => ({ value, label: value }))}
        />
      }
    >
      {history.error && <ErrorState message={history.error.message} onRetry={() => history.refetch()} />}
      {!history.error && (
        <div className="grid gap-6 xl:grid-cols-2">
          <div className="xl:col-span-2">
            <TimeChart title="Events a second" series={rates} points={points} unit="/s" marks={marks} />
          </div>
          <TimeChart title="p99 of each step" series={times} points={points} unit="ms" marks={marks} />
          <TimeChart
            title="Behind the log’s end"
            series={lags}
            points={points}
            unit="s"
            kind="area"
            marks={marks}
          />
        </div>
      )}
    </Panel>
  )
}

function useLivePoints(overview: Overview, isLive: boolean): readonly TimePoint[] {
  const [points, setPoints] = useState<readonly TimePoint[]>([])
  const next = isLive ? withLivePoint(points, overview) : points
  if (next !== points) setPoints(next)
  return next
}
