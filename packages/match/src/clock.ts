import type { Clock, MatchState, SourceEvent } from '@touchline/contracts'

/** The clock at an event: as its source says, else run on from when it was last told. Rounded to 10 ms. */
export function clockAt(state: MatchState, event: SourceEvent): Clock {
  if (event.clock) return event.clock
  const { clock, clockAt: toldAt, status } = state
  if (toldAt === null || status !== 'live') return clock
  const elapsedSeconds = Math.max(0, Date.parse(event.occurredAt) - Date.parse(toldAt)) / 1_000
  return { period: clock.period, seconds: Math.round((clock.seconds + elapsedSeconds) * 100) / 100 }
}

/** A told clock as it is stored, to 10 ms; undefined where none was told. */
export const toldClock = ({ clock }: Pick<SourceEvent, 'clock'>): Clock | undefined =>
  clock && { period: clock.period, seconds: Math.round(clock.seconds * 100) / 100 }
