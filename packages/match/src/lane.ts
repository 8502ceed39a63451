import type { EventType, Lane } from '@touchline/contracts'

const critical: ReadonlySet<EventType> = new Set([
  'goal-scored',
  'score-corrected',
  'card-shown',
  'injury-reported',
  'match-ended',
  'status-changed',
  'primary-provider-changed',
  'event-revised',
  'event-withdrawn',
])
const low: ReadonlySet<EventType> = new Set(['post-published'])

/** Goals, cards, injuries, rulings, full time and withdrawals are critical; social chatter is low; all else is normal. */
export function laneOf(type: EventType): Lane {
  if (critical.has(type)) return 'critical'
  return low.has(type) ? 'low' : 'normal'
}

const rank: Record<Lane, number> = { critical: 2, normal: 1, low: 0 }

/** The lane of a revision: whoever follows the lane of the old version, or of the new one, has to hear of it. */
export function laneOfRevision(types: readonly EventType[]): Lane {
  const lanes = types.map(laneOf)
  return lanes.toSorted((a, b) => rank[b] - rank[a])[0] ?? 'critical'
}
