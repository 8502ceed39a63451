import { type Breaker, BreakerOpen } from '@touchline/resilience'
import type { EventQuestion, EventSearch, FoundEvents } from '../../operations/event/search-engine.ts'

export interface DegradingSearchOptions {
  readonly first: EventSearch
  /** Lets the first one alone while it is away. */
  readonly breaker: Breaker
  readonly fallback: EventSearch
  readonly nowMs: () => number
  /** Told why the first one did not answer; not of each question while it is left alone. */
  readonly onError: (error: unknown) => void
  /** For how long an answer of the first one is good enough in its absence. Default 60,000. */
  readonly keepMs?: number
  /** Default 200: an answer is some 20 KB at the most. */
  readonly maxKept?: number
}

interface Kept {
  readonly found: FoundEvents
  readonly atMs: number
}

/**
 * Asks the first search; where it is away, gives what it last answered to the same question, if that is not too old,
 * and else asks the fallback. The answer says which, and as of when.
 */
export function createDegradingSearch(options: DegradingSearchOptions): EventSearch {
  const { first, breaker, fallback, nowMs, onError, keepMs = 60_000, maxKept = 200 } = options
  const kept = new Map<string, Kept>()
  const keep = (key: string, found: FoundEvents) => {
    kept.delete(key)
    kept.set(key, { found, atMs: nowMs() })
    for (const oldest of kept.keys()) {
      if (kept.size <= maxKept) break
      kept.delete(oldest)
    }
  }
  const recall = (key: string): FoundEvents | undefined => {
    const known = kept.get(key)
    return known && nowMs() - known.atMs <= keepMs ? { ...known.found, from: 'cache' } : undefined
  }
  return {
    search: async (question: EventQuestion) => {
      const key = JSON.stringify(question, Object.keys(question).sort().concat(termFields))
      try {
        const found = await breaker.run(() => first.search(question))
        keep(key, found)
        return found
      } catch (error) {
        if (!(error instanceof BreakerOpen)) onError(error)
        return recall(key) ?? fallback.search(question)
      }
    },
  }
}

const termFields = ['words', 'isExcluded', 'isPrefix', 'matchId', 'seq', 'occurredAt']
