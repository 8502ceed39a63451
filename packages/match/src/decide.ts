import type { Clock, Lane, MatchState, SourceEvent } from '@touchline/contracts'
import { clockAt } from './clock.ts'
import { laneOf } from './lane.ts'
import { type Implausible, implausibility } from './plausibility.ts'

export type Decision =
  | { readonly kind: 'accept'; readonly lane: Lane; readonly clock: Clock }
  | ({ readonly kind: 'reject' } & Pick<Implausible, 'code' | 'message'>)

/** Whether a source event may join its match, and what is derived from the match for it. `nowMs` since 1970. */
export function decide(state: MatchState, event: SourceEvent, nowMs: number): Decision {
  const fault = implausibility(event, nowMs)
  if (fault) return { kind: 'reject', code: fault.code, message: fault.message }
  return { kind: 'accept', lane: laneOf(event.type), clock: clockAt(state, event) }
}
