import { setTimeout as delay } from 'node:timers/promises'
import type { BatchHandler } from '@touchline/streams'

/** How long a critical event's place on its source's topic has to be stored from there. */
export const hedgeMs = 100

/**
 * Handles the second copies of critical events, once the first have had their time. In normal times those are stored
 * by then, in their order, and these are duplicates; under overload these come first. An abort ends the waiting.
 */
export function hedged(handler: BatchHandler, nowMs: () => number): BatchHandler {
  return async batch => {
    const newestMs = batch.records.at(-1)?.appendedAtMs ?? 0
    const waitMs = Math.min(hedgeMs, newestMs + hedgeMs - nowMs())
    if (waitMs > 0) await delay(waitMs, undefined, { signal: batch.signal }).catch(() => {})
    return handler(batch)
  }
}
