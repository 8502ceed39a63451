import type { Clock, MatchStatus, Score } from '@touchline/contracts'
import { type CountedGoal, type Database, getMatch, readCountedGoals, readDeadGoals } from '@touchline/db'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { correctionShape } from './correction-input.ts'

export const previewCorrectionInput = z.object(correctionShape)

/** A goal that counts now, and won't once the score is corrected. */
export interface DiscountedGoal {
  readonly seq: number
  readonly team: string | null
  readonly player: string | null
  readonly occurredAt: string
  readonly clock: Clock
  /** The score after it. */
  readonly score: Score
}

export interface CorrectionPreview {
  readonly matchId: string
  /** Give it to `correction.create`: it is refused if the score has moved since. */
  readonly expectedSeq: number
  readonly now: { readonly score: Score; readonly status: MatchStatus; readonly clock: Clock }
  readonly after: Score
  /** What will happen, in sentences, the most important first. */
  readonly effects: readonly string[]
  /** The newest first, at most 40. */
  readonly discounted: readonly DiscountedGoal[]
  /** Dead letters of goals that would not count if they were replayed afterwards; at most 20. */
  readonly deadGoals: readonly string[]
  /** Why it can't be done at all; null: it can. */
  readonly refusal: string | null
}

/** What correcting a score would do. Changes nothing. */
export async function previewCorrection(
  database: Database,
  { matchId, home, away }: z.output<typeof previewCorrectionInput>,
): Promise<Outcome<CorrectionPreview, 'match-not-found'>> {
  const match = await getMatch(database, matchId)
  if (!match) return failed('match-not-found')
  const { score, status, clock, lastSeq, scoreAsOf } = match
  const question = { matchId, lastSeq, goals: score.home + score.away, since: scoreAsOf ?? null }
  const [goals, deadGoals] = await Promise.all([
    readCountedGoals(database, question),
    readDeadGoals(database, { matchId, limit: 20 }),
  ])
  const after = { home, away }
  return succeeded({
    ...{ matchId, expectedSeq: lastSeq, now: { score, status, clock }, after },
    effects: effectsOf({ score, after, goals: goals.length, deadGoals: deadGoals.length }),
    discounted: goals.map(toDiscounted),
    deadGoals,
    refusal: status === 'scheduled' ? 'The match has not begun, so there is no score to correct.' : null,
  })
}

const toDiscounted = (goal: CountedGoal): DiscountedGoal => ({
  seq: goal.seq,
  team: goal.team,
  player: goal.player,
  occurredAt: goal.occurredAt.toISOString(),
  clock: { period: goal.period, seconds: goal.clockSeconds },
  score: { home: goal.home, away: goal.away },
})

interface Change {
  readonly score: Score
  readonly after: Score
  readonly goals: number
  readonly deadGoals: number
}

const scoreText = ({ home, away }: Score) => `${home}–${away}`

function effectsOf({ score, after, goals, deadGoals }: Change): string[] {
  const isSame = scoreText(score) === scoreText(after)
  const many = goals === 2 ? 'Both' : `All ${goals}`
  const held = goals === 1 ? 'The goal told so far is' : `${many} goals told so far are`
  const dead = deadGoals === 1 ? 'One dead letter is a goal' : `${deadGoals} dead letters are goals`
  return [
    isSame
      ? `Fans keep seeing ${scoreText(score)}; the feed shows that the score was confirmed.`
      : `Fans see ${scoreText(after)} instead of ${scoreText(score)}, and in the feed that the score was corrected.`,
    ...(goals > 0 ? [`${held} held by the new score, and not counted beside it any more.`] : []),
    'A goal that happened before the correction and arrives after it is shown and does not count.',
    ...(deadGoals > 0 ? [`${dead}: replayed afterwards, it is stored and does not count.`] : []),
  ]
}
