import type { MatchEvent } from '@touchline/contracts'
import type { BehindMatch } from '@touchline/db'

/** Matches with events to be folded, and as many of those events as there is room for. */
export interface PendingMatches {
  /** Events just stored, in any order, known or not. What there is no room for is read from the database later. */
  keep(events: readonly MatchEvent[]): void
  /** A match whose events this process does not have. */
  note(match: BehindMatch): void
  /** The matches that have waited longest. */
  next(limit: number): BehindMatch[]
  /** The events of a match that are at hand, by seq. */
  eventsOf(matchId: string): ReadonlyMap<number, MatchEvent>
  /** All before `nextSeq` is folded; a match with more goes to the end of the queue. */
  done(progress: Progress): void
  forget(matchId: string): void
  readonly kept: number
}

export interface Progress {
  readonly matchId: string
  readonly epoch: number
  readonly nextSeq: number
}

interface Entry {
  epoch: number
  lastSeq: number
  readonly events: Map<number, MatchEvent>
}

export interface PendingBounds {
  readonly maxEvents: number
  readonly maxMatches: number
}

const none: ReadonlyMap<number, MatchEvent> = new Map()

export function createPendingMatches({ maxEvents, maxMatches }: PendingBounds): PendingMatches {
  const entries = new Map<string, Entry>()
  let kept = 0

  const forget = (matchId: string) => {
    kept -= entries.get(matchId)?.events.size ?? 0
    entries.delete(matchId)
  }
  /** A new epoch's history replaces the old one's; what comes of an old epoch is nothing any more. */
  const entryOf = ({ matchId, epoch, lastSeq }: BehindMatch): Entry | undefined => {
    const known = entries.get(matchId)
    if (known && known.epoch > epoch) return undefined
    if (known && known.epoch === epoch) {
      known.lastSeq = Math.max(known.lastSeq, lastSeq)
      return known
    }
    if (known) forget(matchId)
    if (entries.size >= maxMatches) return undefined
    const entry: Entry = { epoch, lastSeq, events: new Map() }
    entries.set(matchId, entry)
    return entry
  }
  const keepOne = (event: MatchEvent) => {
    const { matchId, epoch, seq } = event
    const entry = entryOf({ matchId, epoch, lastSeq: seq })
    if (!entry || kept >= maxEvents || entry.events.has(seq)) return
    entry.events.set(seq, event)
    kept += 1
  }
  const dropBefore = (entry: Entry, nextSeq: number) => {
    for (const seq of entry.events.keys()) {
      if (seq < nextSeq && entry.events.delete(seq)) kept -= 1
    }
  }
  const done = ({ matchId, epoch, nextSeq }: Progress) => {
    const entry = entries.get(matchId)
    if (!entry || entry.epoch > epoch) return
    if (entry.epoch < epoch || entry.lastSeq < nextSeq) return forget(matchId)
    dropBefore(entry, nextSeq)
    entries.delete(matchId)
    entries.set(matchId, entry)
  }

  return {
    keep: events => {
      for (const event of events) keepOne(event)
    },
    note: match => void entryOf(match),
    next: limit =>
      Array.from(entries)
        .slice(0, limit)
        .map(([matchId, { epoch, lastSeq }]) => ({ matchId, epoch, lastSeq })),
    eventsOf: matchId => entries.get(matchId)?.events ?? none,
    done,
    forget,
    get kept() {
      return kept
    },
  }
}
