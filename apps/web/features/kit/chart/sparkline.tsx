import { type Tone, toneColour } from '../display/tone.ts'
import { formatCount } from '../time/format-quantity.ts'
import { sparklinePoints } from './sparkline-path.ts'

interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[]
  readonly label: string
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly tone?: Tone | undefined
}

export function Sparkline({ values, label, width = 72, height = 22, tone = 'neutral' }: SparklineProps) {
  const last = values.at(-1)
  const said =
    last === undefined
      ? `${label}: no values`
      : `${label}: from ${formatCount(values[0] ?? 0)} to ${formatCount(last)}, at most ${formatCount(Math.max(...values))}`
  return (
    <svg
      role="img"
      aria-label={said}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="shrink-0"
    >
      <polyline
        points={sparklinePoints(values, { width, height })}
        fill="none"
        stroke={toneColour[tone]}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
