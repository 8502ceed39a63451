import type { EventType, MatchEvent, SourceEvent } from '@touchline/contracts'

/** Two reports of one incident may differ by this much. */
export const sameIncidentWithinMs = 60_000

const readings: ReadonlySet<EventType> = new Set([
  'ball-tracked',
  'player-tracked',
  'crowd-noise-measured',
  'match-scheduled',
])
const oncePerPeriod: ReadonlySet<EventType> = new Set(['period-started', 'period-ended', 'match-ended'])
const incidents: ReadonlySet<EventType> = new Set([
  'goal-scored',
  'card-shown',
  'injury-reported',
  'substitution-made',
  'goal-line-crossed',
])

/** Types of which a replay must look for what has replaced it. */
export const replaceable: ReadonlySet<EventType> = new Set([...readings, ...oncePerPeriod, ...incidents])

/**
 * The stored event of the same match and type that makes a replay of `event` pointless or false: a newer reading of
 * the same thing, the same turn of the match, or the same incident as told by another report. Undefined if there is
 * none.
 */
export function replacedBy(event: SourceEvent, stored: readonly MatchEvent[]): MatchEvent | undefined {
  const alike = stored.filter(other => other.type === event.type)
  if (readings.has(event.type)) {
    return alike.find(other => isSameSubject(event, other) && isNewer(other, event))
  }
  if (oncePerPeriod.has(event.type)) return alike.find(other => isSamePeriod(event, other))
  return incidents.has(event.type) ? alike.find(other => isSameIncident(event, other)) : undefined
}

const isNewer = (a: MatchEvent, b: SourceEvent) => Date.parse(a.occurredAt) > Date.parse(b.occurredAt)

const fieldOf = (payload: object, name: string): unknown =>
  name in payload ? (payload as Record<string, unknown>)[name] : undefined

/** Equal, or not told by one of the two. */
const agrees = (a: SourceEvent, b: MatchEvent, name: string): boolean => {
  const [one, other] = [fieldOf(a.payload, name), fieldOf(b.payload, name)]
  return one === undefined || other === undefined || one === other
}

const isSameSubject = (a: SourceEvent, b: MatchEvent) =>
  fieldOf(a.payload, 'player') === fieldOf(b.payload, 'player')

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
