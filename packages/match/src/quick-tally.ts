import type { MatchState, Side } from '@touchline/contracts'
import type { Fact } from './fact.ts'
import { alwaysCounts } from './primary.ts'

/** What is kept of a match's facts, so that most new ones can be counted without the others. */
export interface FactSummary {
  readonly count: number
  /** Who reports goals and shots, and who cards; null: several do. Absent: nobody yet. */
  readonly attempts?: string | null
  readonly cards?: string | null
  /** One of the facts names the fifth period: whether an attempt is a kick has to be looked at. */
  readonly isShootOut?: true
  /** An operator has chosen whose facts count. */
  readonly isChosen?: true
}

const kindOf = {
  'goal-scored': 'attempts',
  'shot-taken': 'attempts',
  'score-corrected': 'attempts',
  'card-shown': 'cards',
} as const

export function summaryOf(facts: readonly Fact[]): FactSummary {
  const isChosen = facts.some(({ type }) => type === 'primary-provider-changed')
  const isShootOut = facts.some(({ clock }) => clock?.period === 5)
  return {
    count: facts.length,
    ...soleOf(facts, 'attempts'),
    ...soleOf(facts, 'cards'),
    ...(isShootOut && { isShootOut }),
    ...(isChosen && { isChosen }),
  }
}

function soleOf(facts: readonly Fact[], kind: 'attempts' | 'cards'): Partial<FactSummary> {
  const providers = new Set<string>()
  for (const fact of facts) {
    if (kindOf[fact.type as keyof typeof kindOf] === kind && !alwaysCounts(fact)) providers.add(fact.provider)
  }
  if (providers.size === 0) return {}
  return { [kind]: providers.size > 1 ? null : [...providers][0] }
}

export interface QuickTally {
  readonly state: MatchState
  readonly summary: FactSummary
}

/**
 * The state with one more goal, shot or card of the one provider that reports them; undefined where the other facts
 * have to be looked at: a shoot-out, a second provider, a goal of the very instant of a correction.
 */
export function withFact(state: MatchState, summary: FactSummary, fact: Fact): QuickTally | undefined {
  const { type } = fact
  if (type !== 'goal-scored' && type !== 'shot-taken' && type !== 'card-shown') return undefined
  if (summary.isChosen || !isQuick(state, summary, fact)) return undefined
  const kind = kindOf[type]
  const sole = alwaysCounts(fact) ? summary[kind] : fact.provider
  if (summary[kind] !== undefined && summary[kind] !== sole) return undefined
  const after = { ...summary, count: summary.count + 1, ...(sole !== undefined && { [kind]: sole }) }
  return { state: counting(state, fact), summary: after }
}

/** Whether it is plain which side of a correction or of the shoot-out a fact stands on. */
function isQuick({ scoreAsOf }: MatchState, { isShootOut }: FactSummary, fact: Fact): boolean {
  const { type, clock, occurredAtMs } = fact
  if (clock ? clock.period === 5 : isShootOut) return false
  if (type === 'card-shown') return true
  return type !== 'goal-scored' || scoreAsOf === undefined || occurredAtMs !== Date.parse(scoreAsOf)
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
