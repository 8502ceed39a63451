import type { Tone } from '../display/tone.ts'

export interface TimePoint {
  readonly atMs: number
  readonly values: Readonly<Record<string, number | null>>
}

export interface TimeSeries {
  readonly id: string
  readonly label: string
  readonly tone?: Tone | 'ink' | undefined
}

export interface ChartMark {
  readonly atMs: number
  readonly label: string
}

/** Rows as the chart wants them. A value that is not there is a gap, not a zero. */
export const chartRows = (points: readonly TimePoint[], series: readonly TimeSeries[]) =>
  points.map(({ atMs, values }) => ({
    atMs,
    ...Object.fromEntries(series.map(({ id }) => [`s:${id}`, values[id] ?? null])),
  }))

/** One is enough for a single line; more are told apart by their dashes too. */
export const dashes = ['', '6 3', '2 3', '8 3 2 3', '1 4'] as const
