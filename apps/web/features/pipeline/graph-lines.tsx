'use client'

import type { GraphLayout } from './graph-layout.ts'
import { strainedLagSeconds, strokeOf } from './graph-words.ts'
import type { Overview, PipelineEdge } from './types.ts'

interface GraphLinesProps {
  readonly layout: GraphLayout
  readonly overview: Overview
  readonly openEdge: string | null
}

/** The lines alone: what they say stands in the buttons on them. */
export function GraphLines({ layout, overview, openEdge }: GraphLinesProps) {
  return (
    <svg aria-hidden="true" className="absolute inset-0 size-full overflow-visible" fill="none">
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path d="M1 1 7 4 1 7" stroke="var(--line-strong)" strokeWidth="1.2" />
        </marker>
      </defs>
      {layout.edges.map(({ id, path }) => {
        const edge = overview.edges.find(one => one.id === id)
        return (
          <path
            key={id}
            d={path}
            stroke={edge ? colourOf(edge, openEdge === id) : 'var(--line)'}
            strokeWidth={strokeOf(edge?.ratePerSecond ?? null)}
            strokeDasharray={edge?.ratePerSecond ? undefined : '3 5'}
            strokeLinecap="round"
            markerEnd="url(#arrow)"
          />
        )
      })}
    </svg>
  )
}

function colourOf({ lagSeconds, ratePerSecond }: PipelineEdge, open: boolean): string {
  if (open) return 'var(--accent)'
  if ((lagSeconds ?? 0) > strainedLagSeconds) return 'var(--caution)'
  return ratePerSecond ? 'var(--line-strong)' : 'var(--line)'
}
