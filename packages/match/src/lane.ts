import type { EventType, Lane } from '@touchline/contracts'

const critical: ReadonlySet<EventType> = new Set([
  'goal-scored',
  'score-corrected',
  'card-shown',
  'injury-reported',
  'match-ended',
])
const low: ReadonlySet<EventType> = new Set(['post-published'])

/** Goals, cards, injuries and full time are critical; social chatter is low; all else is normal. */
export function laneOf(type: EventType): Lane {
  if (critical.has(type)) return 'critical'
  return low.has(type) ? 'low' : 'normal'
}
