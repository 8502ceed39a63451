import { type MatchStats, possession, type Tally, type TeamStats } from './match-stats.ts'
import type { Teams } from './teams.ts'

const rows: readonly (readonly [keyof TeamStats, string])[] = [
  ['passes', 'Passes'],
  ['shots', 'Shots'],
  ['onTarget', 'On target'],
  ['corners', 'Corners'],
  ['foulsSuffered', 'Fouls suffered'],
  ['yellowCards', 'Yellow cards'],
  ['redCards', 'Red cards'],
]

interface StatBarsProps {
  readonly stats: MatchStats
  /** False while nothing has come that could be counted. */
  readonly known: boolean
  readonly teams: Teams
}

export function StatBars({ stats, known, teams }: StatBarsProps) {
  return (
    <section aria-labelledby="stats" aria-busy={!known} className="panel p-4">
      <h2 id="stats" className="eyebrow">
        Match stats
      </h2>
      <dl className="mt-3 grid gap-3 text-sm">
        <Possession stats={stats} known={known} teams={teams} />
        {rows.map(([name, label]) => (
          <Bar
            key={name}
            label={label}
            tally={known ? { home: stats.home[name], away: stats.away[name] } : undefined}
            teams={teams}
          />
        ))}
      </dl>
    </section>
  )
}

function Possession({ stats, known, teams }: StatBarsProps) {
  const share = possession(stats)
  if (!share && known) {
    return (
      <div>
        <dt className="text-center text-muted">Possession</dt>
        <dd className="text-center text-muted">No passes yet</dd>
      </div>
    )
  }
  return <Bar label="Possession" title="Share of all passes" tally={share} unit=" %" teams={teams} />
}

interface BarProps {
  readonly label: string
  readonly title?: string
  /** Undefined: not known yet. */
  readonly tally: Tally | undefined
  readonly unit?: string
  readonly teams: Teams
}

function Bar({ label, title, tally, unit = '', teams }: BarProps) {
  return (
    <div title={title}>
      <dt className="text-center text-muted">{label}</dt>
      <dd className="-mt-5 flex justify-between font-semibold tabular-nums">
        <Figure name={teams.home.name} value={tally?.home} unit={unit} />
        <Figure name={teams.away.name} value={tally?.away} unit={unit} />
      </dd>
      <dd className="mt-1.5 flex h-1.5 gap-0.5 overflow-hidden rounded-full bg-raised" aria-hidden="true">
        {tally && tally.home + tally.away > 0 && (
          <>
            <span style={{ flexGrow: tally.home, background: teams.home.color }} />
            <span style={{ flexGrow: tally.away, background: teams.away.color }} />
          </>
        )}
      </dd>
    </div>
  )
}

function Figure({ name, value, unit }: { name: string; value: number | undefined; unit: string }) {
  return (
    <span>
      <span className="sr-only">{name} </span>
      {value === undefined ? <span className="text-muted">–</span> : `${value}${unit}`}
    </span>
  )
}
