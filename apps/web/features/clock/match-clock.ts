import type { Clock, MatchStatus } from '@touchline/contracts'

/** First minute and length of each period; the shoot-out has no clock of its own. */
const periods: Readonly<Record<number, { readonly fromMinute: number; readonly minutes: number }>> = {
  1: { fromMinute: 0, minutes: 45 },
  2: { fromMinute: 45, minutes: 45 },
  3: { fromMinute: 90, minutes: 15 },
  4: { fromMinute: 105, minutes: 15 },
}
const penalties = 5
/** A clock that no event has confirmed for this long stands still. */
const maxRunOnSeconds = 120

const periodOf = (period: number) => periods[period] ?? { fromMinute: 120, minutes: 0 }

export interface ClockReading {
  readonly clock: Clock
  readonly clockAt: string | null
  readonly status: MatchStatus
}

/** Where the clock stands now, run on from the last event that told it. */
export function runningClock({ clock, clockAt, status }: ClockReading, nowMs: number): Clock {
  if (status !== 'live' || clockAt === null) return clock
  const elapsedSeconds = (nowMs - Date.parse(clockAt)) / 1_000
  if (elapsedSeconds < 0 || elapsedSeconds > maxRunOnSeconds) return clock
  return { period: clock.period, seconds: clock.seconds + elapsedSeconds }
}

export interface ClockText {
  readonly main: string
  /** Time played beyond the period's length, such as `+2:05`. */
  readonly added: string | undefined
}

/** `49:05`, or `45:00` and `+2:05` beyond a period's length. */
export function formatClock({ period, seconds }: Clock): ClockText {
  if (period === penalties) return { main: 'Penalties', added: undefined }
  const { fromMinute, minutes } = periodOf(period)
  const over = seconds - minutes * 60
  const main = minutesAndSeconds(fromMinute * 60 + Math.min(seconds, minutes * 60))
  return { main, added: over >= 1 ? `+${minutesAndSeconds(over)}` : undefined }
}

/** The minute being played: `1'` from the whistle, `45+3'` beyond a period's length. */
export function formatMinute({ period, seconds }: Clock): string {
  if (period === penalties) return 'Pen.'
  const { fromMinute, minutes } = periodOf(period)
  const minute = Math.floor(Math.max(0, seconds) / 60) + 1
  return minute > minutes ? `${fromMinute + minutes}+${minute - minutes}'` : `${fromMinute + minute}'`
}

/** Minutes since kick-off on a line where stoppage time takes no room. */
export function minuteOnLine({ period, seconds }: Clock): number {
  const { fromMinute, minutes } = periodOf(period)
  return fromMinute + Math.min(Math.max(0, seconds) / 60, minutes)
}

const statusTexts: Record<MatchStatus, string> = {
  scheduled: 'Not started',
  live: 'Live',
  paused: 'Break',
  suspended: 'Suspended',
  ended: 'Full time',
  abandoned: 'Abandoned',
  postponed: 'Postponed',
  cancelled: 'Cancelled',
  awarded: 'Awarded',
}

export const formatStatus = (status: MatchStatus, { period }: Clock): string =>
  status === 'paused' && period === 1 ? 'Half time' : statusTexts[status]

function minutesAndSeconds(seconds: number): string {
  const whole = Math.floor(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
