import type { MatchSnapshot, Side } from '@touchline/contracts'
import type { Teams } from './teams.ts'

type Kick = NonNullable<MatchSnapshot['penaltyKicks']>[number]

interface ShootOutProps {
  readonly kicks: readonly Kick[]
  readonly teams: Teams
}

/** The kicks of a shoot-out, side by side under the teams. */
export function ShootOut({ kicks, teams }: ShootOutProps) {
  if (kicks.length === 0) return null
  return (
    <section aria-label="Penalty shoot-out" className="mt-3 grid grid-cols-2 gap-6" data-testid="shoot-out">
      <Kicks kicks={kicks} side="home" teams={teams} />
      <Kicks kicks={kicks} side="away" teams={teams} />
    </section>
  )
}

function Kicks({ kicks, side, teams }: ShootOutProps & { side: Side }) {
  const taken = kicks
    .filter(({ team }) => team === side)
    .map((kick, index) => ({ ...kick, number: index + 1 }))
  return (
    <ol
      aria-label={teams[side].name}
      className={`flex flex-wrap gap-1.5 ${side === 'home' ? 'justify-end' : 'justify-start'}`}
    >
      {taken.map(({ number, scored, player }) => {
        const says = `${player ?? `Kick ${number}`}: ${scored ? 'scored' : 'missed'}`
        return (
          <li key={number} title={says}>
            <svg viewBox="0 0 20 20" className="size-4" aria-hidden="true">
              <circle
                cx="10"
                cy="10"
                r="8"
                fill={scored ? 'var(--accent)' : 'none'}
                stroke={scored ? 'var(--accent)' : 'var(--muted)'}
                strokeWidth="2"
              />
              {!scored && <path d="m6 6 8 8m0-8-8 8" stroke="var(--muted)" strokeWidth="2" />}
            </svg>
            <span className="sr-only">{says}</span>
          </li>
        )
      })}
    </ol>
  )
}
