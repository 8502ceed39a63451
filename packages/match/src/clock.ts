import type { Clock, MatchState, SourceEvent } from '@touchline/contracts'

/** The clock at an event: as its source says, else run on from when it was last told. Rounded to 10 ms. */
export function clockAt(state: MatchState, event: SourceEvent): Clock {
  if (event.clock) return event.clock
  const { clock, clockAt: toldAt, status } = state
  if (toldAt === null || status !== 'live') return clock
  const elapsedSeconds = Math.max(0, Date.parse(event.occurredAt) - Date.parse(toldAt)) / 1_000
  return { period: clock.period, seconds: Math.round((clock.seconds + elapsedSeconds) * 100) / 100 }
}

/** Whether clock `a` reads later than `b`. */
export const isLater = (a: Clock, b: Clock): boolean =>
  a.period > b.period || (a.period === b.period && a.seconds > b.seconds)
