import type { Side } from '@touchline/contracts'
import type { Random } from './random.ts'

export type Card = 'yellow' | 'second-yellow' | 'red'
export type GoalKind = 'open-play' | 'penalty' | 'free-kick' | 'own-goal'

/** What must happen, and from which second of which half on; open play fills the time between. */
export type Incident = { readonly period: 1 | 2; readonly seconds: number; readonly side: Side } & (
  | { readonly kind: 'goal'; readonly how: GoalKind }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'substitution' }
  | { readonly kind: 'injury' }
)

const goalKinds: readonly GoalKind[] = [
  'open-play',
  'open-play',
  'open-play',
  'open-play',
  'penalty',
  'free-kick',
  'own-goal',
]
/** How many goals football matches have, roughly. */
const goalCounts = [0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5] as const

export interface PlanOptions {
  readonly halfSeconds: number
  readonly goals: 'lively' | 'plausible'
}

export function planIncidents(random: Random, { halfSeconds, goals }: PlanOptions): Incident[] {
  const side = (): Side => (random.chance(0.54) ? 'home' : 'away')
  const anywhere = () => at(random.between(0.05, 0.95) * 2, halfSeconds)
  const plan: Incident[] = planGoals(random, goals).map(whenHalves => ({
    ...at(whenHalves, halfSeconds),
    side: side(),
    kind: 'goal',
    how: random.pick(goalKinds),
  }))
  const yellows = random.integer(2, 5)
  for (let i = 0; i < yellows; i++) plan.push({ ...anywhere(), side: side(), kind: 'card', card: 'yellow' })
  if (random.chance(0.2)) {
    const card = random.pick(['second-yellow', 'red'] as const)
    plan.push({ ...at(random.between(1.2, 1.9), halfSeconds), side: side(), kind: 'card', card })
  }
  plan.push({ ...anywhere(), side: side(), kind: 'injury' })
  for (const team of ['home', 'away'] as const) {
    const count = random.integer(2, 4)
    for (let i = 0; i < count; i++)
      plan.push({ ...at(random.between(1.15, 1.9), halfSeconds), side: team, kind: 'substitution' })
  }
  return plan.sort((a, b) => a.period - b.period || a.seconds - b.seconds)
}

/** Goals one to each equal stretch of the match, as halves played: 0 to 2. */
function planGoals(random: Random, goals: PlanOptions['goals']): number[] {
  const count = goals === 'lively' ? random.integer(4, 6) : random.pick(goalCounts)
  const stretch = 1.9 / Math.max(1, count)
  const times = Array.from({ length: count }, (_, i) => (i + random.between(0.15, 0.85)) * stretch)
  if (goals === 'lively') times[0] = random.between(0.05, 0.14)
  return times
}

const at = (halves: number, halfSeconds: number) => ({
  period: halves < 1 ? (1 as const) : (2 as const),
  seconds: (halves % 1) * 0.95 * halfSeconds,
})
