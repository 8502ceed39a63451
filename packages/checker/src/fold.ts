import type { Score, Side } from '@touchline/contracts'
import type { StoredEvent } from './history.ts'

interface Correction {
  readonly atMs: number
  readonly id: string
  readonly score: Score
}

/** What the events up to a place lead to, by this package's own reckoning. */
export interface Fold {
  readonly goals: { readonly atMs: number; readonly team: Side }[]
  /** The newest by its own time; of two of one instant the one with the greater id. */
  correction: Correction | undefined
  readonly yellow: { home: number; away: number }
  readonly red: { home: number; away: number }
  ended: boolean
}

export const createFold = (): Fold => ({
  goals: [],
  correction: undefined,
  yellow: { home: 0, away: 0 },
  red: { home: 0, away: 0 },
  ended: false,
})

export function addTo(fold: Fold, { mark, occurredAtMs, sourceEventId }: StoredEvent): void {
  if (mark?.kind === 'goal') fold.goals.push({ atMs: occurredAtMs, team: mark.team })
  if (mark?.kind === 'correction') {
    const { home, away } = mark
    correct(fold, { atMs: occurredAtMs, id: sourceEventId, score: { home, away } })
  }
  if (mark?.kind === 'card' && mark.card !== 'red') fold.yellow[mark.team] += 1
  if (mark?.kind === 'card' && mark.card !== 'yellow') fold.red[mark.team] += 1
  if (mark?.kind === 'end') fold.ended = true
}

function correct(fold: Fold, correction: Correction): void {
  const { correction: held } = fold
  const isNewer =
    !held || correction.atMs > held.atMs || (correction.atMs === held.atMs && correction.id > held.id)
  if (isNewer) fold.correction = correction
}

/** The newest correction, and the goals since on top of it: whatever the order in which they were stored. */
export function scoreOf({ goals, correction }: Fold): Score {
  const fromMs = correction?.atMs ?? Number.NEGATIVE_INFINITY
  const scored = (team: Side) => goals.filter(goal => goal.team === team && goal.atMs >= fromMs).length
  const { home, away } = correction?.score ?? { home: 0, away: 0 }
  return { home: home + scored('home'), away: away + scored('away') }
}

export const isSameScore = (a: Score, b: Score): boolean => a.home === b.home && a.away === b.away
export const scoreText = ({ home, away }: Score): string => `${home}-${away}`
