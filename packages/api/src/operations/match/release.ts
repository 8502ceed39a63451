import type { MatchEvent } from '@touchline/contracts'
import { oldestForDelayMs } from '@touchline/db'

/**
 * When a feed with a delay may show an event, in milliseconds since 1970: so long after it happened as its source dates
 * it, which counts as no later than it was stored and no more than 10 s earlier. Nothing is dated later than it is seen.
 * A revision carries the time of what it changes, and the picture shows no sooner than it came that it was made: it
 * counts from when it was stored.
 */
export function releaseAtMs(
  { type, occurredAt, storedAt }: Pick<MatchEvent, 'type' | 'occurredAt' | 'storedAt'>,
  { delayMs, seenAtMs }: { readonly delayMs: number; readonly seenAtMs: number },
): number {
  const stored = Math.min(Date.parse(storedAt), seenAtMs)
  if (type === 'event-revised' || type === 'event-withdrawn') return stored + delayMs
  const happened = Math.min(Math.max(Date.parse(occurredAt), stored - oldestForDelayMs), stored)
  return happened + delayMs
}
