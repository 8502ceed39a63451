import type { FeedStart } from '@touchline/sdk'

export const maxDelaySeconds = 60

/** What the address asks for: a clock such as `63:00`; anything else is the whole match. */
export const clockFrom = (text: string | null): FeedStart =>
  text !== null && /^\d{1,3}:[0-5]\d$/.test(text) ? (text as FeedStart) : 'start'

/** Seconds behind what happens, 0 to 60; what is no number is 0. */
export function delayFrom(text: string | null): number {
  const seconds = text !== null && /^\d{1,3}$/.test(text) ? Number(text) : 0
  return Math.min(seconds, maxDelaySeconds)
}

/** Takes `63` and `63:00` for a match clock; null for what is none. */
export function typedClock(text: string): string | null {
  const found = /^\s*(\d{1,3})(?:[:.']([0-5]\d)?)?\s*$/.exec(text)
  return found ? `${Number(found[1])}:${found[2] ?? '00'}` : null
}
