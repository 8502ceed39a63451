import type { Score, Side } from '@touchline/contracts'
import type { StatsBombAction } from './action.ts'

interface Told {
  readonly sideOf: (action: StatsBombAction) => Side | undefined
  readonly score: Score | undefined
  readonly isWholeMatch: boolean
}

const [secondHalf, secondOfExtraTime, shootOut] = [2, 4, 5]

/**
 * The end of a period that is also the end of the match, by its id. No event says so, and none tells that extra time is
 * to come. So it is the end of the latest period in the document, where a match can end with that: with the second
 * half (which a later period takes back), with extra time unless it is level, with the shoot-out. Of a whole match it is
 * the last one.
 */
export function matchEndIn(
  actions: readonly StatsBombAction[],
  { sideOf, score, isWholeMatch }: Told,
): string | undefined {
  const latest = actions.reduce((period, action) => Math.max(period, action.period), 0)
  const end = actions
    .filter(action => action.type.name === 'Half End' && sideOf(action) === 'home')
    .toSorted((a, b) => a.period - b.period)
    .at(-1)
  if (isWholeMatch) return end?.id
  if (end?.period !== latest) return undefined
  const isOver =
    latest === secondHalf ||
    latest === shootOut ||
    (latest === secondOfExtraTime && !isLevel(goalsIn(actions, sideOf), score))
  return isOver ? end.id : undefined
}

function goalsIn(actions: readonly StatsBombAction[], sideOf: Told['sideOf']): Score {
  const goals = actions.filter(
    ({ type, shot, period }) =>
      period < shootOut &&
      (type.name === 'Own Goal For' || (type.name === 'Shot' && shot?.outcome.name === 'Goal')),
  )
  const home = goals.filter(goal => sideOf(goal) === 'home').length
  return { home, away: goals.length - home }
}

/** By the goals in the document, and by the score that it states, which may count some that it does not hold. */
const isLevel = (counted: Score, stated: Score | undefined): boolean =>
  counted.home === counted.away && (stated === undefined || stated.home === stated.away)
