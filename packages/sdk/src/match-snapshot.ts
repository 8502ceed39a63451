import type { Clock, FeedReset, MatchEvent, MatchSnapshot, MatchStatus, Side } from '@touchline/contracts'

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
export function applyEvent(snapshot: MatchSnapshot, frame: MatchEvent | FeedReset): MatchSnapshot {
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
    status: statusAfter(snapshot.status, frame.type),
    fixture: frame.type === 'match-scheduled' && !snapshot.fixture ? frame.payload : snapshot.fixture,
    score: frame.score,
    updatedAt: frame.storedAt,
  }
}

const statusByType: Partial<Record<MatchEvent['type'], MatchStatus>> = {
  'period-started': 'live',
  'period-ended': 'paused',
  'match-ended': 'ended',
}
/** Types that come before the first whistle too, and so say nothing about whether the match runs. */
const beforeKickOff: ReadonlySet<MatchEvent['type']> = new Set([
  'match-scheduled',
  'post-published',
  'commentary-published',
  'crowd-noise-measured',
  'player-tracked',
  'ball-tracked',
])

function statusAfter(status: MatchStatus, type: MatchEvent['type']): MatchStatus {
  if (status === 'ended') return status
  return statusByType[type] ?? (status === 'scheduled' && !beforeKickOff.has(type) ? 'live' : status)
}

const ahead = (a: Clock, b: Clock): boolean =>
  a.period > b.period || (a.period === b.period && a.seconds >= b.seconds)

/** The clock never runs back because an event came late. */
const clockAfter = ({ clock, clockAt }: MatchSnapshot, event: MatchEvent) =>
  ahead(event.clock, clock) ? { clock: event.clock, clockAt: event.occurredAt } : { clock, clockAt }

function talliesAfter({ yellowCards, redCards, shots }: MatchSnapshot, event: MatchEvent) {
  switch (event.type) {
    case 'goal-scored':
      return event.payload.kind === 'own-goal' ? {} : { shots: plusOne(shots, event.payload.team) }
    case 'shot-taken':
      return { shots: plusOne(shots, event.payload.team) }
    case 'card-shown':
      return event.payload.card === 'yellow'
        ? { yellowCards: plusOne(yellowCards, event.payload.team) }
        : { redCards: plusOne(redCards, event.payload.team) }
    default:
      return {}
  }
}

const plusOne = (tally: Readonly<Record<Side, number>>, side: Side) => ({ ...tally, [side]: tally[side] + 1 })
