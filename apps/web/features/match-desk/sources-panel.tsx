import { Panel } from '../kit/display/panel.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import { type DeskMatchView, pulses } from './desk-words.ts'

type Health = DeskMatchView['sources'][number]

/** How each source of the match does. */
export function SourcesPanel({ sources }: Pick<DeskMatchView, 'sources'>) {
  return (
    <Panel title="Sources">
      <ul className="grid gap-4">
        {sources.map(health => (
          <SourceLine key={health.source} health={health} />
        ))}
      </ul>
    </Panel>
  )
}

function SourceLine({ health }: { health: Health }) {
  const { source, state, lastEvent, newestAt, perSecond, deadLetters, quietWindows, account } = health
  const figures = [
    ['Events a second', formatCount(perSecond)],
    ['Faults (dead letters)', formatCount(deadLetters)],
    ['Gaps of 10 s, in 10 min', state === 'none' ? '–' : formatCount(quietWindows)],
    ['Duplicates', account ? formatCount(account.duplicate) : '–'],
    ['Stored', account ? formatCount(account.stored) : '–'],
    ['Superseded or shed', account ? formatCount(account.superseded + account.shed) : '–'],
  ] as const
  return (
    <li data-testid="source" data-source={source} data-state={state}>
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium text-sm capitalize">{source}</h3>
        <StatePill tone={pulses[state].tone} label={pulses[state].label} />
      </div>
      <p className="mt-0.5 text-muted text-xs">
        {lastEvent ? (
          <>
            {lastEvent.type}, <Time at={lastEvent.storedAt} />
          </>
        ) : newestAt ? (
          <>
            last told <Time at={newestAt} />
          </>
        ) : (
          'nothing of this match yet'
        )}
      </p>
      <dl className="mt-1.5 grid grid-cols-2 gap-x-4 gap-y-0.5 text-xs">
        {figures.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-2">
            <dt className="text-muted">{label}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
