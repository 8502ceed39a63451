import type { MatchState, Score, Side } from '@touchline/contracts'
import { countedLists, countedWhistles, newest, primariesIn, type Whistle } from './election.ts'
import { byTime, type Fact } from './fact.ts'
import { type FactIndex, firstPlace, type Kick, type Of, shootOutPeriod } from './fact-index.ts'
import { isCounted, type Primaries } from './primary.ts'

type Goal = Of<'goal-scored'>

/** So many kicks of a shoot-out are shown, the first; the longest ever had 56. */
export const kicksMax = 120

export type Tallies = Pick<
  MatchState,
  'score' | 'shots' | 'yellowCards' | 'redCards' | 'penalties' | 'penaltyKicks' | 'scoreAsOf'
>

/** What it depends on, beside a fact itself, how the fact counts. */
export interface Basis {
  readonly primaries: Primaries
  /** In match time. */
  readonly whistles: readonly Whistle[]
  /** The newest correction, or award of the match with a result: later goals count on top of it. */
  readonly anchor: Fact | undefined
  /** When the shoot-out began, where a whistle tells. */
  readonly kicksFromMs: number | undefined
}

export function basisOf(facts: FactIndex): Basis {
  const primaries = primariesIn(facts)
  const whistles = countedWhistles(facts, primaries)
  const kicksBegun = whistles.find(
    ({ type, clock }) => type === 'period-started' && clock?.period === shootOutPeriod,
  )
  return { primaries, whistles, anchor: anchorOf(facts, primaries), kicksFromMs: kicksBegun?.occurredAtMs }
}

function anchorOf(facts: FactIndex, { byKind }: Primaries): Fact | undefined {
  const awards = countedLists(facts, 'status-changed', byKind.status).map(list => list.filter(isAward))
  return newest<Fact>([...countedLists(facts, 'score-corrected', byKind.goals), ...awards])
}

const isAward = ({ payload: { status, score } }: Of<'status-changed'>) => status === 'awarded' && !!score

function scoreOf(anchor: Fact | undefined): Score {
  if (anchor?.type === 'score-corrected') return anchor.payload
  const score = anchor?.type === 'status-changed' ? anchor.payload.score : undefined
  return score ?? { home: 0, away: 0 }
}

/** Whether all facts that did not change count as they did, goals before or after the anchor apart. */
export function isLikeBasis(a: Basis, b: Basis): boolean {
  const [one, other] = [a.primaries.byKind, b.primaries.byKind]
  const isSameProvider = one.goals === other.goals && one.shots === other.shots && one.cards === other.cards
  return isSameProvider && a.kicksFromMs === b.kicksFromMs
}

/** What the facts that count add up to. A correction fixes the score as of its time; later goals count on top of it. */
export function talliesOf(facts: FactIndex, basis: Basis): Tallies {
  const counts = countsOf({ ...nothing, score: scoreOf(basis.anchor) })
  const { goals, shots, cards } = basis.primaries.byKind
  const lists = [
    ...countedLists<Fact['type']>(facts, 'goal-scored', goals),
    ...countedLists<Fact['type']>(facts, 'shot-taken', shots),
    ...countedLists<Fact['type']>(facts, 'card-shown', cards),
  ]
  for (const list of lists) for (const fact of list) count(counts, basis, fact, 1)
  return talliesWith(counts, facts, basis)
}

/** The shots that count: goals among them, own goals and kicks of the shoot-out not. */
export function shotsOf(facts: FactIndex, basis: Basis): Kick[] {
  const { goals, shots } = basis.primaries.byKind
  const inPlay = (attempt: Kick) => isShot(attempt) && !isKick(attempt, basis)
  const lists: (readonly Kick[])[] = [
    ...countedLists(facts, 'goal-scored', goals),
    ...countedLists(facts, 'shot-taken', shots),
  ]
  return lists.flatMap(list => list.filter(inPlay))
}

const isShot = (attempt: Kick): boolean =>
  attempt.type === 'shot-taken' || attempt.payload.kind !== 'own-goal'

export interface Exchange {
  /** As it was before. */
  readonly basis: Basis
  readonly before: Fact | undefined
  readonly after: Fact | undefined
}

/** The tallies with one fact in place of another, where the basis is alike. `facts` has the exchange already. */
export function talliesAfter(
  { score, shots, yellowCards, redCards, penalties = none }: Tallies,
  facts: FactIndex,
  basis: Basis,
  { basis: old, before, after }: Exchange,
): Tallies {
  const counts = countsOf({ score, shots, yellowCards, redCards, penalties })
  if (before) count(counts, old, before, -1)
  if (after) count(counts, old, after, 1)
  if (old.anchor !== basis.anchor) moveAnchor(counts, facts, basis, old.anchor)
  return talliesWith(counts, facts, basis)
}

/** Only goals between the two anchors are counted by one of them and not by the other. */
function moveAnchor(counts: Counts, facts: FactIndex, basis: Basis, from: Fact | undefined): void {
  const to = basis.anchor
  const [base, other] = [scoreOf(to), scoreOf(from)]
  for (const side of ['home', 'away'] as const) counts.score[side] += base[side] - other[side]
  const times = [from, to].map(anchor => anchor?.occurredAtMs ?? Number.NEGATIVE_INFINITY)
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)]
  for (const list of countedLists(facts, 'goal-scored', basis.primaries.byKind.goals)) {
    const start = firstPlace(list, ({ occurredAtMs }) => occurredAtMs >= fromMs)
    const end = firstPlace(list, ({ occurredAtMs }) => occurredAtMs > toMs)
    for (const goal of list.slice(start, end)) {
      if (!isKick(goal, basis)) counts.score[goal.payload.team] += afterOf(goal, to) - afterOf(goal, from)
    }
  }
}

const afterOf = (goal: Goal, anchor: Fact | undefined): number => Number(isAfter(goal, anchor))

function talliesWith({ penalties, ...counts }: Counts, facts: FactIndex, basis: Basis): Tallies {
  const penaltyKicks = kicksShown(facts, basis)
  const { anchor } = basis
  return {
    ...counts,
    ...(penaltyKicks.length > 0 && { penalties, penaltyKicks }),
    ...(anchor && { scoreAsOf: new Date(anchor.occurredAtMs).toISOString() }),
  }
}

type Counts = Record<'score' | 'shots' | 'yellowCards' | 'redCards' | 'penalties', Record<Side, number>>
const none = { home: 0, away: 0 }
const nothing: Counts = { score: none, shots: none, yellowCards: none, redCards: none, penalties: none }
const countsOf = ({ score: { home, away }, ...counts }: Counts): Counts => ({
  score: { home, away },
  shots: { ...counts.shots },
  yellowCards: { ...counts.yellowCards },
  redCards: { ...counts.redCards },
  penalties: { ...counts.penalties },
})

/** Adds a fact, or takes it off. */
function count(counts: Counts, basis: Basis, fact: Fact, by: 1 | -1): void {
  if (!isCounted(fact, basis.primaries)) return
  if (fact.type === 'card-shown') countCard(counts, fact, by)
  else if (isAttempt(fact)) countAttempt(counts, basis, fact, by)
}

/** A second yellow is a yellow card and a red one. */
function countCard(counts: Counts, { payload: { team, card } }: Of<'card-shown'>, by: 1 | -1): void {
  if (card !== 'red') counts.yellowCards[team] += by
  if (card !== 'yellow') counts.redCards[team] += by
}

function countAttempt(counts: Counts, basis: Basis, fact: Kick, by: 1 | -1): void {
  const { team } = fact.payload
  if (isKick(fact, basis)) {
    if (fact.type === 'goal-scored') counts.penalties[team] += by
    return
  }
  if (isShot(fact)) counts.shots[team] += by
  if (fact.type === 'goal-scored' && isAfter(fact, basis.anchor)) counts.score[team] += by
}

const isAttempt = (fact: Fact): fact is Kick => fact.type === 'goal-scored' || fact.type === 'shot-taken'

/** An attempt is a kick of the shoot-out where its own clock says so, or, without one, where a whistle began it before. */
const isKick = ({ clock, occurredAtMs }: Kick, { kicksFromMs }: Basis): boolean =>
  clock ? clock.period === shootOutPeriod : kicksFromMs !== undefined && occurredAtMs >= kicksFromMs

/** At the same time the clocks tell, where both are told; else the goal counts: a correction never swallows one unsaid. */
function isAfter(goal: Goal, anchor: Fact | undefined): boolean {
  if (!anchor) return true
  if (goal.occurredAtMs !== anchor.occurredAtMs) return goal.occurredAtMs > anchor.occurredAtMs
  if (!goal.clock || !anchor.clock) return true
  const { period, seconds } = goal.clock
  return period > anchor.clock.period || (period === anchor.clock.period && seconds >= anchor.clock.seconds)
}

/** The first kicks in match time. */
function kicksShown(facts: FactIndex, basis: Basis): NonNullable<Tallies['penaltyKicks']> {
  const { goals, shots } = basis.primaries.byKind
  const told = facts.toldKicks.filter(kick => isCounted(kick, basis.primaries))
  const lists: (readonly Kick[])[] = [
    ...countedLists(facts, 'goal-scored', goals),
    ...countedLists(facts, 'shot-taken', shots),
  ]
  const kicks = [...told, ...lists.flatMap(list => untoldKicks(list, basis))]
  return kicks
    .sort(byTime)
    .slice(0, kicksMax)
    .map(({ type, payload: { team, player } }) => ({
      ...{ team, scored: type === 'goal-scored' },
      ...(player !== undefined && { player }),
    }))
}

/** The first attempts without a clock after the shoot-out began. */
function untoldKicks(list: readonly Kick[], { kicksFromMs }: Basis): Kick[] {
  if (kicksFromMs === undefined) return []
  const kicks: Kick[] = []
  for (let at = firstPlace(list, fact => fact.occurredAtMs >= kicksFromMs); at < list.length; at += 1) {
    const attempt = list[at]
    if (attempt && !attempt.clock) kicks.push(attempt)
    if (kicks.length === kicksMax) break
  }
  return kicks
}
