import type { MatchEvent } from '@touchline/contracts'
import { oldestForDelayMs } from '@touchline/db'

/**
 * When a feed with a delay may show an event, in milliseconds since 1970: so long after it happened as its source dates
 * it, which counts as no later than it was stored and no more than 10 s earlier. Nothing is dated later than it is seen.
 */
export function releaseAtMs(
  { occurredAt, storedAt }: Pick<MatchEvent, 'occurredAt' | 'storedAt'>,
  { delayMs, seenAtMs }: { readonly delayMs: number; readonly seenAtMs: number },
): number {
  const stored = Math.min(Date.parse(storedAt), seenAtMs)
  const happened = Math.min(Math.max(Date.parse(occurredAt), stored - oldestForDelayMs), stored)
  return happened + delayMs
}
