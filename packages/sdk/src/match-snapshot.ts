import type { CarriedState, FeedReset, Frame, MatchEvent, MatchSnapshot } from '@touchline/contracts'
import { factTypes, isAhead, plainlyAfter } from '@touchline/contracts/wire'
import { isRevision } from './current-event.ts'
import { statusAfter } from './snapshot-status.ts'
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
 * The snapshot after a frame: the server's at that position, if the one before was. Events at or before it change
 * nothing. A reset's own snapshot is the match at once, and the events that are told again change nothing up to there;
 * a reset without one forgets all but the fixture.
 */
export function applyEvent(snapshot: MatchSnapshot, frame: Frame): MatchSnapshot {
  if (frame.type === 'feed-gap') return frame.snapshot
  if (frame.type === 'feed-skipped') return { ...snapshot, epoch: frame.epoch, lastSeq: frame.seq }
  if (frame.type === 'feed-reset')
    return shownBy(frame, snapshot.fixture) ?? startedOver(snapshot, frame.epoch)
  if (frame.epoch > snapshot.epoch) return applyEvent(startedOver(snapshot, frame.epoch), frame)
  if (frame.epoch < snapshot.epoch || frame.seq <= snapshot.lastSeq) return snapshot
  const { matchId, epoch } = snapshot
  const { seq: lastSeq, score, storedAt: updatedAt } = frame
  return { ...stateAfter(snapshot, frame), matchId, epoch, lastSeq, score, updatedAt }
}

/** As the event carries it, else as it plainly follows. Facts from before events carried it tell it as well as they can. */
function stateAfter(snapshot: MatchSnapshot, event: MatchEvent): CarriedState {
  if (event.state) return told(event.state, snapshot)
  if (!isFactual(event)) {
    return isRevision(event) ? snapshot : { ...snapshot, ...plainlyAfter(snapshot, event) }
  }
  return {
    ...snapshot,
    ...clockAfter(snapshot, event),
    ...talliesAfter(snapshot, event),
    status: statusAfter(snapshot, event),
    fixture: event.type === 'match-scheduled' && !snapshot.fixture ? event.payload : snapshot.fixture,
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

function told({ keepsKicks, ...state }: CarriedState, { penaltyKicks }: MatchSnapshot): CarriedState {
  return keepsKicks && penaltyKicks ? { ...state, penaltyKicks } : state
}

const facts: ReadonlySet<string> = new Set(factTypes)

/** Whether it is a fact, or the revision of one. */
function isFactual(event: MatchEvent): boolean {
  if (!isRevision(event)) return facts.has(event.type)
  const now = event.type === 'event-revised' ? event.payload.event.type : ''
  return facts.has(now) || facts.has(event.payload.previous?.type ?? '')
}

/** Broadcast sets the clock; it never runs back because an event came late. */
const clockAfter = ({ clock, clockAt }: MatchSnapshot, event: MatchEvent) =>
  event.source === 'broadcast' && event.type !== 'event-withdrawn' && isAhead(event.clock, clock)
    ? { clock: event.clock, clockAt: event.occurredAt }
    : { clock, clockAt }
