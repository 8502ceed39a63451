'use client'

import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { toneColour } from '../display/tone.ts'
import { formatCount } from '../time/format-quantity.ts'
import { formatClock } from '../time/format-time.ts'
import { useZone } from '../time/use-zone.ts'
import type { TimeChartProps } from './time-chart.tsx'
import { chartRows, dashes, type TimeSeries } from './time-points.ts'

const usualTones = ['good', 'info', 'caution', 'critical', 'ink'] as const
const axis = { stroke: 'var(--muted)', fontSize: 11, tickLine: false, axisLine: false } as const

interface Look {
  readonly dataKey: string
  readonly name: string
  readonly colour: string
  readonly dash: string
  readonly barPx: number
}

/** Bars stand on each other; one near to its neighbour in time does not make all of them thin. */
const barPxOf = (count: number): number => Math.max(2, Math.min(24, Math.floor(600 / Math.max(1, count))))

const lookOf = ({ id, label, tone }: TimeSeries, place: number, barPx: number): Look => ({
  barPx,
  dataKey: `s:${id}`,
  name: label,
  colour: toneColour[tone ?? usualTones[place % usualTones.length] ?? 'ink'],
  dash: dashes[place % dashes.length] ?? '',
})

const drawings = {
  line: ({ dataKey, name, colour, dash }: Look) => (
    <Line
      key={dataKey}
      dataKey={dataKey}
      name={name}
      type="monotone"
      dot={false}
      isAnimationActive={false}
      strokeWidth={1.75}
      stroke={colour}
      strokeDasharray={dash}
    />
  ),
  area: ({ dataKey, name, colour, dash }: Look) => (
    <Area
      key={dataKey}
      dataKey={dataKey}
      name={name}
      type="monotone"
      isAnimationActive={false}
      strokeWidth={1.75}
      stroke={colour}
      strokeDasharray={dash}
      fill={colour}
      fillOpacity={0.14}
    />
  ),
  bar: ({ dataKey, name, colour, barPx }: Look) => (
    <Bar
      key={dataKey}
      dataKey={dataKey}
      name={name}
      isAnimationActive={false}
      fill={colour}
      stackId="all"
      barSize={barPx}
    />
  ),
}

export default function ChartDrawing({
  series,
  points,
  unit,
  height = 220,
  kind = 'line',
  marks = [],
}: TimeChartProps) {
  const { zone } = useZone()
  const clock = (atMs: unknown) => formatClock(Number(atMs), zone)
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 480, height }}>
      <ComposedChart data={chartRows(points, series)} margin={{ top: 6, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          {...axis}
          dataKey="atMs"
          type="number"
          domain={['dataMin', 'dataMax']}
          tickFormatter={clock}
          minTickGap={56}
          padding={kind === 'bar' ? 'gap' : { left: 0, right: 0 }}
        />
        <YAxis {...axis} width={52} tickFormatter={(value: number) => formatCount(value)} />
        <Tooltip
          labelFormatter={clock}
          formatter={value => `${formatCount(Number(value))} ${unit}`}
          cursor={{ stroke: 'var(--line-strong)', fill: 'var(--raised)' }}
          contentStyle={{
            background: 'var(--surface)',
            border: '1px solid var(--line-strong)',
            borderRadius: 8,
            fontSize: 12,
          }}
        />
        {series.length > 1 && <Legend iconType="plainline" wrapperStyle={{ fontSize: 12 }} />}
        {marks.map(mark => (
          <ReferenceLine
            key={`${mark.atMs}${mark.label}`}
            x={mark.atMs}
            stroke="var(--muted)"
            strokeDasharray="3 3"
            label={{ value: mark.label, fontSize: 11, fill: 'var(--muted)', position: 'insideTopRight' }}
          />
        ))}
        {series.map((one, place) => drawings[kind](lookOf(one, place, barPxOf(points.length))))}
      </ComposedChart>
    </ResponsiveContainer>
  )
}
