import type { MatchState, Score, Side } from '@touchline/contracts'
import { byTime, type Fact } from './fact.ts'

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>
type Goal = Of<'goal-scored'>
type Kick = Goal | Of<'shot-taken'>

const shootOutPeriod = 5
const none = { home: 0, away: 0 }

export type Tallies = Pick<
  MatchState,
  'score' | 'shots' | 'yellowCards' | 'redCards' | 'penalties' | 'penaltyKicks' | 'scoreAsOf'
>

/** What the facts that count add up to. A correction fixes the score as of its time; later goals count on top of it. */
export function talliesOf(facts: readonly Fact[]): Tallies {
  const { kicks, inPlay } = attemptsOf(facts)
  const goals = inPlay.filter(attempt => attempt.type === 'goal-scored')
  const anchor = anchorOf(ofTypes(facts, 'score-corrected', 'status-changed'))
  const later = anchor ? goals.filter(goal => isAfter(goal, anchor.fact)) : goals
  return {
    score: sum(anchor?.score ?? none, count(later)),
    shots: count(inPlay.filter(isShot)),
    ...cards(ofTypes(facts, 'card-shown')),
    ...kicksOf(kicks),
    ...(anchor && { scoreAsOf: new Date(anchor.fact.occurredAtMs).toISOString() }),
  }
}

/** Those of the facts that count that are shots: goals among them, own goals and kicks of the shoot-out not. */
export const shotsOf = (facts: readonly Fact[]): Kick[] => attemptsOf(facts).inPlay.filter(isShot)

const isShot = (attempt: Kick): boolean =>
  attempt.type === 'shot-taken' || attempt.payload.kind !== 'own-goal'

function attemptsOf(facts: readonly Fact[]): { readonly kicks: Kick[]; readonly inPlay: Kick[] } {
  const isKick = shootOut(facts)
  const attempts = ofTypes(facts, 'goal-scored', 'shot-taken')
  return { kicks: attempts.filter(isKick), inPlay: attempts.filter(attempt => !isKick(attempt)) }
}

const ofTypes = <T extends Fact['type']>(facts: readonly Fact[], ...types: T[]): Of<T>[] =>
  facts.filter((fact): fact is Of<T> => types.includes(fact.type as T))

interface Anchor {
  readonly fact: Fact
  readonly score: Score
}

/** The newest correction, or award of the match with a result. */
function anchorOf(facts: readonly (Of<'score-corrected'> | Of<'status-changed'>)[]): Anchor | undefined {
  const anchors = facts.toSorted(byTime).flatMap((fact): Anchor[] => {
    if (fact.type === 'score-corrected') return [{ fact, score: fact.payload }]
    const { status, score } = fact.payload
    return status === 'awarded' && score ? [{ fact, score }] : []
  })
  const newest = anchors.at(-1)
  return newest && { fact: newest.fact, score: { home: newest.score.home, away: newest.score.away } }
}

/** At the same time the clocks tell, where both are told; else the goal counts: a correction never swallows one unsaid. */
function isAfter(goal: Goal, anchor: Fact): boolean {
  if (goal.occurredAtMs !== anchor.occurredAtMs) return goal.occurredAtMs > anchor.occurredAtMs
  if (!goal.clock || !anchor.clock) return true
  const { period, seconds } = goal.clock
  return period > anchor.clock.period || (period === anchor.clock.period && seconds >= anchor.clock.seconds)
}

/** One attempt that names the fifth period may be a mistake; a whistle, or two of them, are a shoot-out. */
function shootOut(facts: readonly Fact[]): (attempt: Kick) => boolean {
  const named = facts.filter(({ clock }) => clock?.period === shootOutPeriod)
  const begun = named.filter(({ type }) => type === 'period-started').map(({ occurredAtMs }) => occurredAtMs)
  const attempts = named.filter(({ type }) => type === 'goal-scored' || type === 'shot-taken')
  if (begun.length === 0 && attempts.length < 2) return () => false
  const fromMs = Math.min(...begun)
  return ({ clock, occurredAtMs }) =>
    clock ? clock.period === shootOutPeriod : begun.length > 0 && occurredAtMs >= fromMs
}

function kicksOf(kicks: readonly Kick[]): Pick<Tallies, 'penalties' | 'penaltyKicks'> {
  if (kicks.length === 0) return {}
  const penaltyKicks = kicks.toSorted(byTime).map(({ type, payload: { team, player } }) => ({
    ...{ team, scored: type === 'goal-scored' },
    ...(player !== undefined && { player }),
  }))
  return { penalties: count(kicks.filter(({ type }) => type === 'goal-scored')), penaltyKicks }
}

/** A second yellow is a yellow card and a red one. */
function cards(shown: readonly Of<'card-shown'>[]): Pick<Tallies, 'yellowCards' | 'redCards'> {
  return {
    yellowCards: count(shown.filter(({ payload: { card } }) => card !== 'red')),
    redCards: count(shown.filter(({ payload: { card } }) => card !== 'yellow')),
  }
}

const count = (facts: readonly { readonly payload: { readonly team: Side } }[]): Record<Side, number> => ({
  home: facts.filter(({ payload }) => payload.team === 'home').length,
  away: facts.filter(({ payload }) => payload.team === 'away').length,
})

const sum = (a: Score, b: Score): Score => ({ home: a.home + b.home, away: a.away + b.away })
