import { scrollStop } from '../display/scroll-stop.ts'
import { formatCount } from '../time/format-quantity.ts'
import { Time } from '../time/time.tsx'
import type { TimePoint, TimeSeries } from './time-points.ts'

interface PointsTableProps {
  readonly title: string
  readonly series: readonly TimeSeries[]
  readonly points: readonly TimePoint[]
  readonly unit: string
  readonly height: number
}

const mostRows = 500

/** The numbers of a chart, newest first. */
export function PointsTable({ title, series, points, unit, height }: PointsTableProps) {
  const rows = points.slice(-mostRows).toReversed()
  return (
    <div {...scrollStop(title)} style={{ height }} className="overflow-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-right text-xs tabular-nums">
        <thead className="sticky top-0 bg-raised text-muted">
          <tr>
            <th className="px-2.5 py-1.5 text-left font-medium">Time</th>
            {series.map(({ id, label }) => (
              <th key={id} className="px-2.5 py-1.5 font-medium">
                {label} ({unit})
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ atMs, values }) => (
            <tr key={atMs} className="border-line border-t">
              <td className="px-2.5 py-1 text-left">
                <Time at={atMs} show="clock" />
              </td>
              {series.map(({ id }) => {
                const value = values[id]
                return (
                  <td key={id} className="px-2.5 py-1">
                    {value === null || value === undefined ? '–' : formatCount(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
