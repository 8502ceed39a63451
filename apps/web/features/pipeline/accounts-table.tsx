import { classNames } from '../kit/display/class-names.ts'
import { Panel } from '../kit/display/panel.tsx'
import { scrollStop } from '../kit/display/scroll-stop.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { figureText } from './graph-words.ts'
import type { Overview } from './types.ts'

const columns = ['accepted', 'stored', 'duplicate', 'revised', 'dead', 'superseded', 'shed', 'lost'] as const

/** Everything accepted is accounted for, to the unit. */
export function AccountsTable({ overview }: { overview: Overview }) {
  const { accounts, lag, deadLetters, deferred, parked } = overview
  const waits = (topic: string) => lag.find(one => one.topic === topic)
  const beside = `${formatCount(deadLetters)} dead letters · ${formatCount(deferred)} put off · ${formatCount(parked)} parked`
  return (
    <Panel
      title="Accounts by topic, in records"
      padded={false}
      actions={<p className="text-muted text-xs tabular-nums">{beside}</p>}
    >
      {accounts.length === 0 && (
        <EmptyState kind="nothing-yet" compact title="Nothing was accepted yet">
          Each topic appears here with the first record that a processor takes.
        </EmptyState>
      )}
      {accounts.length > 0 && (
        <div {...scrollStop('Accounts')} className="relative overflow-x-auto outline-offset-[-2px]">
          <table className="w-full min-w-[46rem] text-right text-sm tabular-nums">
            <thead className="text-muted text-xs">
              <tr className="border-line border-b">
                <th scope="col" className="px-4 py-2 text-left font-medium">
                  Topic
                </th>
                {columns.map(column => (
                  <th key={column} scope="col" className="w-24 px-2 py-2 font-medium">
                    {column}
                  </th>
                ))}
                <th scope="col" className="w-36 px-4 py-2 font-medium">
                  waiting
                </th>
              </tr>
            </thead>
            <tbody>
              {accounts.map(account => (
                <tr
                  key={account.topic}
                  data-topic={account.topic}
                  className="border-line border-b last:border-b-0"
                >
                  <th scope="row" className="whitespace-nowrap px-4 py-1.5 text-left font-medium">
                    {account.topic}
                  </th>
                  {columns.map(column => (
                    <td
                      key={column}
                      className={classNames(
                        'px-2 py-1.5',
                        column === 'lost' && account.lost > 0 && 'font-semibold text-critical',
                      )}
                    >
                      {formatCount(account[column])}
                    </td>
                  ))}
                  <td className="px-4 py-1.5">
                    {figureText({ value: waits(account.topic)?.records ?? null, unit: '' })}
                    {' · '}
                    {figureText({ value: waits(account.topic)?.seconds ?? null, unit: 's' })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
