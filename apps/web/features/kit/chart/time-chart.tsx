'use client'

import { lazy, Suspense, useId, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { PointsTable } from './points-table.tsx'
import type { ChartMark, TimePoint, TimeSeries } from './time-points.ts'

export type { ChartMark, TimePoint, TimeSeries } from './time-points.ts'

const ChartDrawing = lazy(() => import('./chart-drawing.tsx'))

export interface TimeChartProps {
  readonly title: string
  readonly series: readonly TimeSeries[]
  /** Oldest first. */
  readonly points: readonly TimePoint[]
  readonly unit: string
  readonly height?: number | undefined
  readonly kind?: 'line' | 'area' | 'bar' | undefined
  readonly marks?: readonly ChartMark[] | undefined
}

/** Numbers over time, as a drawing or as the table behind it. */
export function TimeChart(props: TimeChartProps) {
  const { title, series, points, unit, height = 220 } = props
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  const placeholder = (
    <div aria-hidden="true" style={{ height }} className="animate-breathe rounded-lg bg-raised" />
  )
  return (
    <figure aria-labelledby={id}>
      <div className="mb-2 flex items-center justify-between gap-3">
        <figcaption id={id} className="eyebrow">
          {title}
        </figcaption>
        <Button size="sm" variant="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'As a chart' : 'As a table'}
        </Button>
      </div>
      {asTable && <PointsTable title={title} series={series} points={points} unit={unit} height={height} />}
      {!asTable && points.length === 0 && (
        <p style={{ height }} className="grid place-items-center rounded-lg bg-raised text-muted text-sm">
          No values in this time.
        </p>
      )}
      {!asTable && points.length > 0 && (
        <Suspense fallback={placeholder}>
          <ChartDrawing {...props} height={height} />
        </Suspense>
      )}
    </figure>
  )
}
