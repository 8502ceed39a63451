import type { FeedReset, Frame, MatchEvent, MatchSnapshot } from '@touchline/contracts'
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

/**
 * The snapshot after a frame. Events at or before it change nothing. A reset's own snapshot is the match at once, and
 * the events that are told again change nothing up to there; a reset without one forgets all but the fixture.
 */
export function applyEvent(snapshot: MatchSnapshot, frame: Frame): MatchSnapshot {
  if (frame.type === 'feed-gap') return frame.snapshot
  if (frame.type === 'feed-skipped') return { ...snapshot, epoch: frame.epoch, lastSeq: frame.seq }
  if (frame.type === 'feed-reset')
    return shownBy(frame, snapshot.fixture) ?? startedOver(snapshot, frame.epoch)
  if (frame.epoch > snapshot.epoch) return applyEvent(startedOver(snapshot, frame.epoch), frame)
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

/** The match as a reset shows it. */
export function shownBy(
  { snapshot, epoch }: FeedReset,
  fixture: MatchSnapshot['fixture'],
): MatchSnapshot | undefined {
  return snapshot?.epoch === epoch ? { ...snapshot, fixture: snapshot.fixture ?? fixture } : undefined
}

/** Nothing of it is known in this epoch but who plays. */
export const startedOver = ({ matchId, fixture }: MatchSnapshot, epoch: number): MatchSnapshot => ({
  ...emptySnapshot(matchId),
  epoch,
  fixture,
})

/** Broadcast sets the clock; it never runs back because an event came late. */
const clockAfter = ({ clock, clockAt }: MatchSnapshot, event: MatchEvent) =>
  event.source === 'broadcast' && event.type !== 'event-withdrawn' && ahead(event.clock, clock)
    ? { clock: event.clock, clockAt: event.occurredAt }
    : { clock, clockAt }
