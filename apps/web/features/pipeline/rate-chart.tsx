'use client'

import { useState } from 'react'
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatFigure } from './format-figure.ts'
import { type Sample, type SeriesName, seriesNames } from './samples.ts'

/** Each series has its own dash too, so that colour is not the only way to tell them apart. */
const looks: Record<SeriesName, { readonly stroke: string; readonly dash?: string }> = {
  accepted: { stroke: 'var(--ink)' },
  stored: { stroke: 'var(--accent)' },
  published: { stroke: 'var(--caution)', dash: '6 3' },
  delivered: { stroke: 'var(--critical)', dash: '2 3' },
}
const timeOf = (atMs: number) => new Date(atMs).toLocaleTimeString('en-GB')
const tableRows = 30

/** The rates of the last five minutes, as lines or as a table. */
export function RateChart({ samples }: { samples: readonly Sample[] }) {
  const [asTable, setAsTable] = useState(false)
  return (
    <section aria-labelledby="rates" className="panel p-4">
      <div className="flex items-center justify-between">
        <h2 id="rates" className="eyebrow">
          Events per second, last 5 minutes
        </h2>
        <button
          type="button"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          className="h-8 rounded-full border border-line px-3 font-medium text-muted text-xs hover:text-ink"
        >
          {asTable ? 'As a chart' : 'As a table'}
        </button>
      </div>
      <div className="mt-3 h-64 overflow-auto">
        {asTable ? <Table samples={samples} /> : <Chart samples={samples} />}
      </div>
    </section>
  )
}

function Chart({ samples }: { samples: readonly Sample[] }) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 256 }}>
      <LineChart data={[...samples]} margin={{ top: 4, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="atMs"
          type="number"
          domain={['dataMin', 'dataMax']}
          tickFormatter={timeOf}
          stroke="var(--muted)"
          fontSize={11}
          minTickGap={60}
        />
        <YAxis stroke="var(--muted)" fontSize={11} width={44} unit="/s" allowDecimals={false} />
        <Tooltip
          labelFormatter={label => timeOf(Number(label))}
          formatter={value => formatFigure(Number(value), '/s')}
          contentStyle={{
            background: 'var(--surface)',
            border: '1px solid var(--line)',
            borderRadius: 8,
            fontSize: 12,
          }}
        />
        <Legend iconType="plainline" wrapperStyle={{ fontSize: 12 }} />
        {seriesNames.map(name => (
          <Line
            key={name}
            dataKey={name}
            type="monotone"
            dot={false}
            isAnimationActive={false}
            strokeWidth={2}
            stroke={looks[name].stroke}
            strokeDasharray={looks[name].dash ?? ''}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}

function Table({ samples }: { samples: readonly Sample[] }) {
  return (
    <table className="w-full text-right text-sm tabular-nums">
      <thead className="text-muted">
        <tr>
          <th className="py-1 text-left font-medium">Time</th>
          {seriesNames.map(name => (
            <th key={name} className="py-1 font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {samples
          .slice(-tableRows)
          .toReversed()
          .map(sample => (
            <tr key={sample.atMs} className="border-line border-t">
              <td className="py-1 text-left">{timeOf(sample.atMs)}</td>
              {seriesNames.map(name => (
                <td key={name}>{formatFigure(sample[name], '/s')}</td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  )
}
