import type { Score } from '@touchline/contracts'
import type { StoredEvent } from './history.ts'

/** What the events up to a place lead to, by this package's own reckoning. */
export interface Fold {
  readonly score: { home: number; away: number }
  readonly yellow: { home: number; away: number }
  readonly red: { home: number; away: number }
  ended: boolean
  /** When the newest correction happened: goals and corrections up to then count no more. */
  correctedAtMs: number
}

export const createFold = (): Fold => ({
  score: { home: 0, away: 0 },
  yellow: { home: 0, away: 0 },
  red: { home: 0, away: 0 },
  ended: false,
  correctedAtMs: Number.NEGATIVE_INFINITY,
})

/** Whether an event tells of the score as it was before a correction that is already in. */
export const isOldTruth = ({ correctedAtMs }: Fold, { mark, occurredAtMs }: StoredEvent): boolean =>
  (mark?.kind === 'goal' || mark?.kind === 'correction') && occurredAtMs <= correctedAtMs

export function addTo(fold: Fold, { mark, occurredAtMs }: StoredEvent): void {
  if (mark?.kind === 'goal') fold.score[mark.team] += 1
  if (mark?.kind === 'correction') {
    Object.assign(fold.score, { home: mark.home, away: mark.away })
    fold.correctedAtMs = Math.max(fold.correctedAtMs, occurredAtMs)
  }
  if (mark?.kind === 'card' && mark.card !== 'red') fold.yellow[mark.team] += 1
  if (mark?.kind === 'card' && mark.card !== 'yellow') fold.red[mark.team] += 1
  if (mark?.kind === 'end') fold.ended = true
}

export const isSameScore = (a: Score, b: Score): boolean => a.home === b.home && a.away === b.away
export const scoreText = ({ home, away }: Score): string => `${home}-${away}`
