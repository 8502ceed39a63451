import type { FeedSkip, Frame, MatchEvent, Position } from '@touchline/contracts'
import { textOf } from '../hub/event-text.ts'

/**
 * What a connection that fell behind gets of the events it missed, so that it is at most `maxBytes` of JSON: all of
 * them; else those above the low lane; else no reading that a later one replaces. Undefined if that is still too much.
 * Each run of events left out is told by one `feed-skipped`, and critical ones are never left out.
 */
export function thin(
  after: Position,
  events: readonly MatchEvent[],
  maxBytes: number,
): readonly Frame[] | undefined {
  const replaced = replacedIn(events)
  const steps = [
    () => true,
    (event: MatchEvent) => event.lane !== 'low',
    (event: MatchEvent) => event.lane === 'critical' || (event.lane !== 'low' && !replaced.has(event)),
  ]
  const keep = steps.find(step => bytesOf(events.filter(step)) <= maxBytes)
  return keep && withSkips(after, events, keep)
}

const bytesOf = (events: readonly MatchEvent[]): number =>
  events.reduce((sum, event) => sum + textOf(event).length, 0)

/** The events that `keep` wants, and a marker for each run of others. */
function withSkips(
  after: Position,
  events: readonly MatchEvent[],
  keep: (event: MatchEvent) => boolean,
): readonly Frame[] {
  const frames: Frame[] = []
  let skip: FeedSkip | undefined
  let afterSeq = after.seq
  for (const event of events) {
    if (keep(event)) {
      if (skip) frames.push(skip)
      skip = undefined
      frames.push(event)
    } else skip = extended(skip, event, afterSeq)
    afterSeq = event.seq
  }
  return skip ? [...frames, skip] : frames
}

function extended(skip: FeedSkip | undefined, event: MatchEvent, afterSeq: number): FeedSkip {
  const { matchId, epoch, seq, lane } = event
  const { low, replaced, ...begun } = skip ?? {
    type: 'feed-skipped',
    matchId,
    epoch,
    afterSeq,
    low: 0,
    replaced: 0,
  }
  const isLow = lane === 'low'
  return { ...begun, seq, low: low + (isLow ? 1 : 0), replaced: replaced + (isLow ? 0 : 1) }
}

/** Readings of which a later one of the same thing is among these; one that carries the match's state is not replaced. */
function replacedIn(events: readonly MatchEvent[]): ReadonlySet<MatchEvent> {
  const newest = new Map<string, MatchEvent>()
  const replaced = new Set<MatchEvent>()
  for (const event of events) {
    const key = readingOf(event)
    if (key === undefined) continue
    const before = newest.get(key)
    if (before && !before.state) replaced.add(before)
    newest.set(key, event)
  }
  return replaced
}

function readingOf(event: MatchEvent): string | undefined {
  if (event.type === 'ball-tracked' || event.type === 'crowd-noise-measured') return event.type
  return event.type === 'player-tracked' ? `player ${event.payload.team} ${event.payload.player}` : undefined
}
