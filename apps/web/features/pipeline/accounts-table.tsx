import { formatFigure } from './format-figure.ts'
import { type Overview, underWay } from './overview.ts'

const columns = ['accepted', 'stored', 'duplicate', 'dead', 'superseded', 'shed'] as const

/** Everything accepted is accounted for; what has no verdict yet is under way. */
export function AccountsTable({ overview }: { overview: Overview }) {
  const lagOf = (topic: string) => overview.lag.find(one => one.topic === topic)
  return (
    <section aria-labelledby="accounts" className="panel overflow-x-auto p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="accounts" className="eyebrow">
          Accounts by topic, in records
        </h2>
        <p className="text-muted text-sm tabular-nums">
          {formatFigure(overview.deadLetters, 'dead letters')}
        </p>
      </div>
      <table className="mt-2 w-full min-w-[40rem] text-right text-sm tabular-nums">
        <thead className="text-muted">
          <tr>
            <th className="py-1.5 text-left font-medium">Topic</th>
            {columns.map(column => (
              <th key={column} className="py-1.5 font-medium">
                {column}
              </th>
            ))}
            <th className="py-1.5 font-medium">under way</th>
            <th className="py-1.5 font-medium">lag</th>
          </tr>
        </thead>
        <tbody>
          {overview.accounts.map(account => (
            <tr key={account.topic} className="border-line border-t" data-topic={account.topic}>
              <th className="py-1.5 text-left font-medium">{account.topic}</th>
              {columns.map(column => (
                <td key={column}>{formatFigure(account[column], '')}</td>
              ))}
              <td>{formatFigure(underWay(account), '')}</td>
              <td>
                {formatFigure(lagOf(account.topic)?.records, '')} ·{' '}
                {formatFigure(lagOf(account.topic)?.seconds, 's')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {overview.accounts.length === 0 && <p className="py-3 text-muted text-sm">Nothing was accepted yet.</p>}
    </section>
  )
}
