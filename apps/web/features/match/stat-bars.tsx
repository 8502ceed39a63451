import { homeShare, type MatchStats, type TeamStats } from './match-stats.ts'
import type { Teams } from './teams.ts'

const rows: readonly (readonly [keyof TeamStats, string])[] = [
  ['shots', 'Shots'],
  ['onTarget', 'On target'],
  ['corners', 'Corners'],
  ['foulsSuffered', 'Fouls suffered'],
  ['yellowCards', 'Yellow cards'],
  ['redCards', 'Red cards'],
]

export function StatBars({ stats, teams }: { stats: MatchStats; teams: Teams }) {
  const share = homeShare(stats)
  return (
    <section aria-labelledby="stats" className="panel p-4">
      <h2 id="stats" className="eyebrow">
        Match stats
      </h2>
      <dl className="mt-3 grid gap-3 text-sm">
        <Bar
          label="On the ball"
          title="Share of all passes and carries"
          home={share ?? 0}
          away={share === undefined ? 0 : 100 - share}
          unit=" %"
          teams={teams}
        />
        {rows.map(([name, label]) => (
          <Bar key={name} label={label} home={stats.home[name]} away={stats.away[name]} teams={teams} />
        ))}
      </dl>
    </section>
  )
}

interface BarProps {
  readonly label: string
  readonly title?: string
  readonly home: number
  readonly away: number
  readonly unit?: string
  readonly teams: Teams
}

function Bar({ label, title, home, away, unit = '', teams }: BarProps) {
  const total = home + away
  return (
    <div title={title}>
      <dt className="text-center text-muted">{label}</dt>
      <dd className="-mt-5 flex justify-between font-semibold tabular-nums">
        <span>
          <span className="sr-only">{teams.home.name} </span>
          {home}
          {unit}
        </span>
        <span>
          <span className="sr-only">{teams.away.name} </span>
          {away}
          {unit}
        </span>
      </dd>
      <dd className="mt-1.5 flex h-1.5 gap-0.5 overflow-hidden rounded-full bg-raised" aria-hidden="true">
        {total > 0 && (
          <>
            <span style={{ width: `${(home / total) * 100}%`, background: teams.home.color }} />
            <span style={{ width: `${(away / total) * 100}%`, background: teams.away.color }} />
          </>
        )}
      </dd>
    </div>
  )
}
