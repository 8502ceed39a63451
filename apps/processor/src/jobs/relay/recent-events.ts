import type { MatchEvent } from '@touchline/contracts'
import type { OutboxRange } from '@touchline/db'

/**
 * Events that this process has just stored, until the relay takes their outbox row: it need not read them again.
 * Bounded; the oldest go first. What is not here, the database has.
 */
export interface RecentEvents {
  /** The events of one outbox row, in order. */
  keep(range: OutboxRange, events: readonly MatchEvent[]): void
  /** Gives a row's events out, once; undefined if they are not here. */
  take(range: OutboxRange): readonly MatchEvent[] | undefined
}

export function createRecentEvents(maxEvents: number): RecentEvents {
  const kept = new Map<string, readonly MatchEvent[]>()
  let count = 0
  const remove = (key: string) => {
    const events = kept.get(key)
    if (!events) return undefined
    kept.delete(key)
    count -= events.length
    return events
  }
  return {
    keep: (range, events) => {
      remove(keyOf(range))
      kept.set(keyOf(range), events)
      count += events.length
      for (const oldest of kept.keys()) {
        if (count <= maxEvents) break
        remove(oldest)
      }
    },
    take: range => remove(keyOf(range)),
  }
}

const keyOf = ({ matchId, epoch, firstSeq, lastSeq }: OutboxRange) =>
  `${matchId} ${epoch}:${firstSeq}-${lastSeq}`
