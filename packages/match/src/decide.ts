import type { Clock, Lane, MatchState, SourceEvent } from '@touchline/contracts'
import { clockAt } from './clock.ts'
import { laneOf } from './lane.ts'
import { type Implausible, implausibility } from './plausibility.ts'

export type Decision =
  | { readonly kind: 'accept'; readonly lane: Lane; readonly clock: Clock }
  | ({ readonly kind: 'reject' } & Implausible)
  /** Something newer has already replaced what it says. */
  | { readonly kind: 'superseded'; readonly by: string }

/** Whether a source event may join its match, and what is derived from the match for it. `nowMs` since 1970. */
export function decide(state: MatchState, event: SourceEvent, nowMs: number): Decision {
  const fault = implausibility(event, nowMs)
  if (fault) return { kind: 'reject', ...fault }
  if (isOldScore(state, event)) return { kind: 'superseded', by: `the correction of ${state.scoreAsOf}` }
  return { kind: 'accept', lane: laneOf(event.type), clock: clockAt(state, event) }
}

/** A correction holds all goals up to its time: neither they, nor an older correction, count after it. */
function isOldScore({ scoreAsOf }: MatchState, { type, occurredAt }: SourceEvent): boolean {
  if (scoreAsOf === undefined || (type !== 'goal-scored' && type !== 'score-corrected')) return false
  return Date.parse(occurredAt) <= Date.parse(scoreAsOf)
}
