'use client'

import { memo, useEffect, useRef } from 'react'
import { Sparkline } from '../kit/chart/sparkline.tsx'
import { classNames } from '../kit/display/class-names.ts'
import { formatDuration } from '../kit/time/format-quantity.ts'
import type { Box } from './graph-layout.ts'
import { edgeText, rateText, strainedLagSeconds } from './graph-words.ts'
import type { PipelineEdge } from './types.ts'

interface GraphEdgeProps {
  readonly edge: PipelineEdge
  readonly box: Box | undefined
  readonly open: boolean
  readonly labelOf: (id: string) => string
  readonly onOpen: (id: string) => void
}

/** What passes between two stages: rate, p99, lag and where it is going. A press tails it. */
export const GraphEdge = memo(function GraphEdge({ edge, box, open, labelOf, onOpen }: GraphEdgeProps) {
  const button = useRef<HTMLButtonElement>(null)
  const top = box?.y
  // The drawing moves when the drawer opens beside it: what was pressed stays in sight.
  useEffect(() => {
    if (open && top !== undefined) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [open, top])
  if (!box) return null
  const { p99Ms, lagSeconds, ratePerSecond } = edge
  const isLate = (lagSeconds ?? 0) > strainedLagSeconds
  // Where a lag is told, it is the lag whose trend matters.
  const trend = lagSeconds === null ? edge.trend.ratePerSecond : edge.trend.lagSeconds
  const known = trend.filter(value => value !== null)
  return (
    <button
      ref={button}
      type="button"
      data-edge={edge.id}
      aria-expanded={open}
      onClick={() => onOpen(edge.id)}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      className="absolute grid cursor-pointer place-items-center"
    >
      <span className="sr-only">{edgeText(edge, labelOf)}</span>
      <span
        aria-hidden="true"
        className={classNames(
          'grid w-full gap-px rounded-md border bg-ground px-1.5 py-0.5 text-center text-[0.6875rem] leading-[0.875rem] tabular-nums hover:border-line-strong',
          isLate ? 'border-caution' : 'border-line',
          open && 'ring-2 ring-accent',
        )}
      >
        <span className="font-semibold text-xs">{rateText(ratePerSecond)}</span>
        {p99Ms !== null && <span className="text-muted">p99 {formatDuration(p99Ms)}</span>}
        {lagSeconds !== null && (
          <span className={isLate ? 'font-semibold text-caution' : 'text-muted'}>
            lag {formatDuration(lagSeconds * 1_000)}
          </span>
        )}
        {known.length > 1 && (
          <span className="grid place-items-center" aria-hidden="true">
            <Sparkline values={known} label="" width={78} height={10} tone={isLate ? 'caution' : 'neutral'} />
          </span>
        )}
      </span>
    </button>
  )
})
