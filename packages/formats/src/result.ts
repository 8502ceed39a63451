import type { Score, Side } from '@touchline/contracts'
import type { SentAction, SentItem } from './parsed.ts'
import { compareRevisions } from './revision.ts'

/** What a match has come to. A second yellow is a yellow and a red card. */
export interface MatchResult {
  readonly score: Score
  /** Goals of the shoot-out. Absent: there is none. */
  readonly penalties?: Score
  readonly yellowCards: Record<Side, number>
  readonly redCards: Record<Side, number>
}

const shootOut = 5

/** Counts goals and cards of the events as they stand after all revisions and withdrawals. */
export function resultOf(items: readonly SentItem[]): MatchResult {
  const actions = effective(items)
  const count = (matches: (action: SentAction) => boolean) => {
    const of = (side: Side) =>
      actions.filter(action => 'team' in action.payload && action.payload.team === side && matches(action))
        .length
    return { home: of('home'), away: of('away') }
  }
  const inShootOut = ({ clock }: SentAction) => clock?.period === shootOut
  const isGoal = ({ type }: SentAction) => type === 'goal-scored'
  const card = ({ payload }: SentAction) => ('card' in payload ? payload.card : undefined)
  return {
    score: count(action => isGoal(action) && !inShootOut(action)),
    ...(actions.some(action => inShootOut(action) && (isGoal(action) || action.type === 'shot-taken')) && {
      penalties: count(action => isGoal(action) && inShootOut(action)),
    }),
    yellowCards: count(action => card(action) !== undefined && card(action) !== 'red'),
    redCards: count(action => card(action) !== undefined && card(action) !== 'yellow'),
  }
}

/** Each id's event of the highest revision, unless that withdraws it. */
export function effective(items: readonly SentItem[]): readonly SentAction[] {
  const latest = new Map<string, SentItem>()
  for (const item of items) {
    const known = latest.get(item.sourceEventId)
    if (!known || compareRevisions(item.revision, known.revision) >= 0) latest.set(item.sourceEventId, item)
  }
  return [...latest.values()].flatMap(item => ('deleted' in item ? [] : [item]))
}
