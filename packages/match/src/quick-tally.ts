import type { MatchState, Side } from '@touchline/contracts'
import { electsWithinMs } from './election.ts'
import type { Fact } from './fact.ts'
import { type FactIndex, shootOutPeriod } from './fact-index.ts'
import { own } from './own.ts'
import { alwaysCounts, type FactKind, kindOf, type Primaries } from './primary.ts'

/** How many facts of the match one provider has told. */
export interface ToldBy {
  readonly facts: number
  /** Whistles, rulings and schedules. */
  readonly marks: number
  /** Attempts of the shoot-out. */
  readonly kicks: number
  readonly goals: number
  readonly shots: number
  readonly cards: number
}

/** What is kept of a match's facts, so that most new ones can be counted without the others. */
export interface FactSummary {
  readonly told: Readonly<Record<string, ToldBy>>
  /** Whose facts of each kind count, and whom an operator chose. */
  readonly primaries: Partial<Readonly<Record<FactKind | 'chosen', string>>>
  /** From the first to the last of partners' facts, schedules apart. */
  readonly span?: readonly [fromMs: number, toMs: number]
  /** One of the facts names the fifth period: whether an attempt is a kick has to be looked at. */
  readonly isShootOut?: true
  readonly count: number
  /** For processors of the version before, which look at all facts where these are null. */
  readonly attempts: null
  readonly cards: null
}

export const noFacts: FactSummary = { told: {}, primaries: {}, count: 0, attempts: null, cards: null }

const nothingTold: ToldBy = { facts: 0, marks: 0, kicks: 0, goals: 0, shots: 0, cards: 0 }
export const toldBy = ({ told }: FactSummary, provider: string): ToldBy => own(told, provider) ?? nothingTold

export function summaryOf(facts: FactIndex, primaries: Primaries): FactSummary {
  const span = spanOf(facts)
  return {
    ...{ ...noFacts, told: toldIn(facts), primaries: definedOf(primaries), count: facts.size },
    ...(span && { span }),
    ...(facts.hasShootOut && { isShootOut: true as const }),
  }
}

function toldIn(facts: FactIndex): FactSummary['told'] {
  const told = new Map<string, Record<keyof ToldBy, number>>()
  const kicks = new Map<string, number>()
  for (const { provider } of facts.toldKicks) kicks.set(provider, (kicks.get(provider) ?? 0) + 1)
  for (const type of facts.types) {
    for (const [provider, { length }] of facts.lists(type)) {
      const its = told.get(provider) ?? { ...nothingTold, kicks: kicks.get(provider) ?? 0 }
      told.set(provider, its)
      its.facts += length
      const counted = countedAs(type)
      if (counted) its[counted] += length
    }
  }
  return Object.fromEntries(told)
}

/** Under what a type is counted beside the facts. */
export function countedAs(type: Fact['type']): 'marks' | 'goals' | 'shots' | 'cards' | undefined {
  if (type === 'match-scheduled') return 'marks'
  const kind = kindOf(type)
  return kind === 'status' ? 'marks' : kind
}

const definedOf = ({ chosen, byKind }: Primaries): FactSummary['primaries'] =>
  Object.fromEntries(
    Object.entries({ ...byKind, chosen }).filter(([, provider]) => provider !== undefined),
  ) as FactSummary['primaries']

function spanOf(facts: FactIndex): FactSummary['span'] {
  const lists = [...facts.types]
    .filter(type => kindOf(type) !== undefined)
    .flatMap(type => [...facts.lists(type)])
    .flatMap(([provider, list]) => (alwaysCounts(provider) ? [] : [list]))
  const ends = lists.flatMap(list => [list[0], list.at(-1)]).flatMap(fact => fact?.occurredAtMs ?? [])
  return ends.length > 0 ? [Math.min(...ends), Math.max(...ends)] : undefined
}

const including = (span: FactSummary['span'], atMs: number): readonly [number, number] =>
  span ? [Math.min(span[0], atMs), Math.max(span[1], atMs)] : [atMs, atMs]

/** Whether it is plain that all attempts count: one partner tells of them, nobody was chosen, no shoot-out has begun. */
export function allAttemptsCount({ told, primaries, isShootOut }: FactSummary): boolean {
  const partners = Object.entries(told).flatMap(([provider, its]) => (alwaysCounts(provider) ? [] : [its]))
  const isOne = (kind: 'goals' | 'shots') => partners.filter(its => its[kind] > 0).length <= 1
  return primaries.chosen === undefined && !isShootOut && isOne('goals') && isOne('shots')
}

export interface QuickTally {
  readonly state: MatchState
  readonly summary: FactSummary
}

/**
 * The state with one more goal, shot or card of the one provider that reports them; undefined where the other facts
 * have to be looked at: a shoot-out, a second provider, a date far from the others, the very instant of a correction.
 */
export function withFact(state: MatchState, summary: FactSummary, fact: Fact): QuickTally | undefined {
  const { type } = fact
  if (type !== 'goal-scored' && type !== 'shot-taken' && type !== 'card-shown') return undefined
  if (!isQuick(state, summary, fact)) return undefined
  const after = alwaysCounts(fact.provider) ? counted(summary, fact) : withPartners(summary, fact)
  return after && { state: counting(state, fact), summary: after }
}

/** Whether it is plain which side of a correction or of the shoot-out a fact stands on. */
function isQuick({ scoreAsOf }: MatchState, { isShootOut, primaries }: FactSummary, fact: Fact): boolean {
  const { type, clock, occurredAtMs } = fact
  if (primaries.chosen !== undefined) return false
  if (clock ? clock.period === shootOutPeriod : isShootOut) return false
  return type !== 'goal-scored' || scoreAsOf === undefined || occurredAtMs !== Date.parse(scoreAsOf)
}

/** With a partner's fact, where it changes nothing about who counts. */
function withPartners(summary: FactSummary, fact: Fact): FactSummary | undefined {
  const kind = kindOf(fact.type)
  if (kind === undefined || kind === 'status') return undefined
  const span = including(summary.span, fact.occurredAtMs)
  if (span[1] - span[0] > electsWithinMs) return undefined
  const others = Object.keys(summary.told).filter(name => name !== fact.provider && !alwaysCounts(name))
  if (others.some(name => toldBy(summary, name)[kind] > 0)) return undefined
  return { ...counted(summary, fact), span, primaries: { ...summary.primaries, [kind]: fact.provider } }
}

function counted(summary: FactSummary, fact: Fact): FactSummary {
  const before = toldBy(summary, fact.provider)
  const kind = countedAs(fact.type)
  const after = { ...before, facts: before.facts + 1, ...(kind && { [kind]: before[kind] + 1 }) }
  return { ...summary, count: summary.count + 1, told: { ...summary.told, [fact.provider]: after } }
}

function counting(state: MatchState, fact: Fact): MatchState {
  switch (fact.type) {
    case 'goal-scored': {
      const { team, kind } = fact.payload
      const isHeld = state.scoreAsOf !== undefined && fact.occurredAtMs < Date.parse(state.scoreAsOf)
      const score = isHeld ? state.score : plusOne(state.score, team)
      return { ...state, score, shots: kind === 'own-goal' ? state.shots : plusOne(state.shots, team) }
    }
    case 'shot-taken':
      return { ...state, shots: plusOne(state.shots, fact.payload.team) }
    case 'card-shown': {
      const { team, card } = fact.payload
      const yellowCards = card === 'red' ? state.yellowCards : plusOne(state.yellowCards, team)
      return {
        ...state,
        yellowCards,
        redCards: card === 'yellow' ? state.redCards : plusOne(state.redCards, team),
      }
    }
    default:
      return state
  }
}

const plusOne = (counts: Readonly<Record<Side, number>>, side: Side) => ({
  ...counts,
  [side]: counts[side] + 1,
})
