import type { MatchEvent, MatchState, MatchStatus } from './match-event.ts'
import type { Clock } from './source-event.ts'

/** The types of events that a match's score, cards, schedule and periods follow from. All are broadcast events. */
export const factTypes = [
  'match-scheduled',
  'period-started',
  'period-ended',
  'match-ended',
  'status-changed',
  'goal-scored',
  'score-corrected',
  'card-shown',
  'shot-taken',
  'primary-provider-changed',
] as const

/** Play that is no fact: it may set the clock going, and nothing else. */
export const plainPlayTypes = [
  'pass-made',
  'ball-carried',
  'ball-recovered',
  'ball-lost',
  'ball-out',
  'challenge-contested',
  'foul-suffered',
  'set-piece-taken',
] as const
const play: ReadonlySet<string> = new Set(plainPlayTypes)

export type PlainState = Pick<MatchState, 'status' | 'clock' | 'clockAt'>
type PlainEvent = Pick<MatchEvent, 'source' | 'type' | 'occurredAt' | 'clock' | 'isClockDerived'>

/**
 * What an event that is no fact, and changes no earlier one, makes of a match's status and clock if nothing is unusual.
 * Where the match's state comes out otherwise, the event carries it: whoever stores events and whoever reads them
 * reckon by this one rule, so a change of it needs a marker in the events.
 */
export function plainlyAfter(before: PlainState, event: PlainEvent): PlainState {
  if (event.source !== 'broadcast' || !play.has(event.type)) return before
  const status = goesOn(before, event) ? 'live' : before.status
  const isOver = status === 'paused' || status === 'ended'
  if (isOver || event.isClockDerived || !isNewest(before, event)) return { ...before, status }
  return { status, clock: event.clock, clockAt: event.occurredAt }
}

/** A pause ends with play, full time with play of a later period. */
function goesOn({ status, clock }: { status: MatchStatus; clock: Clock }, event: PlainEvent): boolean {
  if (status === 'scheduled') return true
  if (!isAhead(event.clock, clock)) return false
  return status === 'paused' || (status === 'ended' && event.clock.period > clock.period)
}

/** At the same clock the later one holds. */
function isNewest({ clock, clockAt }: PlainState, event: PlainEvent): boolean {
  const { period, seconds } = event.clock
  const isSame = period === clock.period && seconds === clock.seconds
  return isSame ? clockAt === null || event.occurredAt >= clockAt : isAhead(event.clock, clock)
}

export const isAhead = (a: Clock, b: Clock): boolean =>
  a.period > b.period || (a.period === b.period && a.seconds >= b.seconds)
