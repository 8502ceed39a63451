import { Figure } from '../kit/display/figure.tsx'
import type { Tone } from '../kit/display/tone.ts'
import { strainedLagSeconds } from './graph-words.ts'
import type { Overview } from './types.ts'

const budgetMs = 500

/** The few figures that tell whether all is well. */
export function Headline({ overview }: { overview: Overview }) {
  const { edges, nodes, deadLetters } = overview
  const edge = (id: string) => edges.find(one => one.id === id)
  const trend = (id: string) => (edge(id)?.trend.ratePerSecond ?? []).filter(value => value !== null)
  const delivered = edge('gateway.sockets')
  const lags = edges.filter(({ from }) => from === 'log').map(({ lagSeconds }) => lagSeconds)
  const known = lags.filter(value => value !== null)
  const lag = known.length === 0 ? null : Math.max(...known)
  const path = edges.flatMap(({ from, p99Ms }) =>
    from === 'log' || from === 'database' ? (p99Ms ?? []) : [],
  )
  const p99 = path.length === 0 || delivered?.p99Ms == null ? null : Math.max(...path) + delivered.p99Ms
  const open = nodes.find(({ id }) => id === 'sockets')?.figures.find(({ label }) => label === 'open')?.value
  const toneOf = (isBad: boolean): Tone => (isBad ? 'caution' : 'neutral')
  return (
    <div className="panel mb-4 grid grid-cols-2 gap-x-6 gap-y-3 p-4 sm:grid-cols-3 xl:grid-cols-6">
      <Figure
        label="Accepted"
        value={edge('ingest.log')?.ratePerSecond}
        unit="/s"
        trend={trend('ingest.log')}
      />
      <Figure label="Delivered" value={delivered?.ratePerSecond} unit="/s" trend={trend('gateway.sockets')} />
      <Figure
        label="Log to socket, p99"
        value={p99 === null ? null : Math.round(p99)}
        unit="ms"
        tone={toneOf((p99 ?? 0) > budgetMs)}
      />
      <Figure label="Furthest behind" value={lag} unit="s" tone={toneOf((lag ?? 0) > strainedLagSeconds)} />
      <Figure label="Open sockets" value={open} />
      <Figure label="Dead letters" value={deadLetters} />
    </div>
  )
}
