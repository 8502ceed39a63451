'use client'

import { TimeChart } from '../../../../features/kit/chart/time-chart.tsx'
import type { TimePoint } from '../../../../features/kit/chart/time-points.ts'
import { Specimen, SpecimenGrid } from '../specimen.tsx'

const startMs = Date.UTC(2026, 10, 23, 5)
const points: readonly TimePoint[] = Array.from({ length: 60 }, (_, minute) => ({
  atMs: startMs + minute * 60_000,
  values: {
    accepted: 600 + Math.round(120 * Math.sin(minute / 6)),
    stored: minute > 30 && minute < 36 ? null : 590 + Math.round(110 * Math.sin(minute / 6)),
    failed: minute > 26 ? (minute * 3) % 40 : 0,
  },
}))
const rates = [
  { id: 'accepted', label: 'Accepted', tone: 'ink' },
  { id: 'stored', label: 'Stored', tone: 'good' },
] as const
const failures = [{ id: 'failed', label: 'Dead letters', tone: 'critical' }] as const

export function ChartStates() {
  return (
    <SpecimenGrid>
      <Specimen name="Lines, with a gap and a mark">
        <TimeChart
          title="Events per second"
          series={rates}
          points={points}
          unit="/s"
          marks={[{ atMs: startMs + 27 * 60_000, label: 'build 4.2.0' }]}
        />
      </Specimen>
      <Specimen name="Area">
        <TimeChart
          title="Dead letters per minute"
          series={failures}
          points={points}
          unit="letters"
          kind="area"
        />
      </Specimen>
      <Specimen name="Bars">
        <TimeChart
          title="Dead letters per minute, as bars"
          series={failures}
          points={points}
          unit="letters"
          kind="bar"
          height={160}
        />
      </Specimen>
      <Specimen name="No values">
        <TimeChart title="Nothing was measured" series={failures} points={[]} unit="letters" height={160} />
      </Specimen>
    </SpecimenGrid>
  )
}
