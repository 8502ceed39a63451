import type { Frame, MatchEvent, MatchSnapshot } from '@touchline/contracts'
import { ahead, statusAfter } from './snapshot-status.ts'
import { talliesAfter } from './snapshot-tallies.ts'

/** A match of which nothing is known but its id. */
export const emptySnapshot = (matchId: string): MatchSnapshot => ({
  matchId: matchId as MatchSnapshot['matchId'],
  epoch: 1,
  lastSeq: 0,
  status: 'scheduled',
  fixture: null,
  score: { home: 0, away: 0 },
  clock: { period: 1, seconds: 0 },
  clockAt: null,
  yellowCards: { home: 0, away: 0 },
  redCards: { home: 0, away: 0 },
  shots: { home: 0, away: 0 },
  updatedAt: new Date(0).toISOString(),
})

/** The snapshot after a frame. Events at or before it change nothing; a reset forgets all but the fixture. */
export function applyEvent(snapshot: MatchSnapshot, frame: Frame): MatchSnapshot {
  if (frame.type === 'feed-gap') return frame.snapshot
  if (frame.type === 'feed-skipped') return { ...snapshot, epoch: frame.epoch, lastSeq: frame.seq }
  if (frame.type === 'feed-reset' || frame.epoch > snapshot.epoch) {
    const { fixture, matchId } = snapshot
    const blank = { ...emptySnapshot(matchId), epoch: frame.epoch, fixture }
    return frame.type === 'feed-reset' ? blank : applyEvent(blank, frame)
  }
  if (frame.epoch < snapshot.epoch || frame.seq <= snapshot.lastSeq) return snapshot
  return {
    ...snapshot,
    ...clockAfter(snapshot, frame),
    ...talliesAfter(snapshot, frame),
    lastSeq: frame.seq,
    status: statusAfter(snapshot, frame),
    fixture: frame.type === 'match-scheduled' && !snapshot.fixture ? frame.payload : snapshot.fixture,
    score: frame.score,
    updatedAt: frame.storedAt,
  }
}

/** Broadcast sets the clock; it never runs back because an event came late. */
const clockAfter = ({ clock, clockAt }: MatchSnapshot, event: MatchEvent) =>
  event.source === 'broadcast' && event.type !== 'event-withdrawn' && ahead(event.clock, clock)
    ? { clock: event.clock, clockAt: event.occurredAt }
    : { clock, clockAt }
