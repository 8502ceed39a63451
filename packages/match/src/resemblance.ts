import type { EventType, MatchEvent, SourceEvent } from '@touchline/contracts'

/** Two reports of one incident may differ by this much. */
export const sameIncidentWithinMs = 60_000

const oncePerPeriod: ReadonlySet<EventType> = new Set(['period-started', 'period-ended', 'match-ended'])
const incidents: ReadonlySet<EventType> = new Set([
  'goal-scored',
  'card-shown',
  'injury-reported',
  'substitution-made',
  'goal-line-crossed',
])

/** Types of events that another report of the same may resemble. */
export const resemblingTypes: ReadonlySet<EventType> = new Set([...oncePerPeriod, ...incidents])

/**
 * The stored event of the same match and type that may be another report of the same turn or incident; undefined if
 * there is none. A hint for people: two goals of one player within a minute resemble each other, and both count.
 */
export function resembles(event: SourceEvent, stored: readonly MatchEvent[]): MatchEvent | undefined {
  const alike = stored.filter(other => other.type === event.type)
  if (oncePerPeriod.has(event.type as EventType)) return alike.find(other => isSamePeriod(event, other))
  return incidents.has(event.type as EventType)
    ? alike.find(other => isSameIncident(event, other))
    : undefined
}

const fieldOf = (payload: object, name: string): unknown =>
  name in payload ? (payload as Record<string, unknown>)[name] : undefined

/** Equal, or not told by one of the two. */
const agrees = (a: SourceEvent, b: MatchEvent, name: string): boolean => {
  const [one, other] = [fieldOf(a.payload, name), fieldOf(b.payload, name)]
  return one === undefined || other === undefined || one === other
}

const isSamePeriod = (event: SourceEvent, other: MatchEvent): boolean => {
  if (event.type === 'match-ended') return true
  if (event.clock) return event.clock.period === other.clock.period
  return isWithin(event, other)
}

const isSameIncident = (event: SourceEvent, other: MatchEvent): boolean =>
  ['team', 'player', 'card', 'playerIn', 'playerOut'].every(name => agrees(event, other, name)) &&
  (event.clock ? isSameClock(event.clock, other.clock) : isWithin(event, other))

const isSameClock = (a: MatchEvent['clock'], b: MatchEvent['clock']): boolean =>
  a.period === b.period && Math.abs(a.seconds - b.seconds) * 1_000 <= sameIncidentWithinMs

const isWithin = (a: SourceEvent, b: MatchEvent): boolean =>
  Math.abs(Date.parse(a.occurredAt) - Date.parse(b.occurredAt)) <= sameIncidentWithinMs
