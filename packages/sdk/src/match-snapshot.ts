import type {
  Clock,
  EventPayloads,
  Frame,
  MatchEvent,
  MatchSnapshot,
  MatchStatus,
  Side,
} from '@touchline/contracts'

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

/** Says nothing of whether the match runs. */
const offThePitch: ReadonlySet<MatchEvent['type']> = new Set(['match-scheduled', 'commentary-published'])

function statusAfter({ status, clock }: MatchSnapshot, event: MatchEvent): MatchStatus {
  if (status === 'ended' || event.type === 'match-ended') return 'ended'
  if (event.source !== 'broadcast' || offThePitch.has(event.type)) return status
  const late = !ahead(event.clock, clock)
  if (event.type === 'period-ended') return late ? status : 'paused'
  return late && status === 'paused' ? status : 'live'
}

const ahead = (a: Clock, b: Clock): boolean =>
  a.period > b.period || (a.period === b.period && a.seconds >= b.seconds)

/** Broadcast sets the clock; it never runs back because an event came late. */
const clockAfter = ({ clock, clockAt }: MatchSnapshot, event: MatchEvent) =>
  event.source === 'broadcast' && ahead(event.clock, clock)
    ? { clock: event.clock, clockAt: event.occurredAt }
    : { clock, clockAt }

type Cards = Pick<MatchSnapshot, 'yellowCards' | 'redCards'>

function talliesAfter({ yellowCards, redCards, shots }: MatchSnapshot, event: MatchEvent) {
  switch (event.type) {
    case 'goal-scored':
      return event.payload.kind === 'own-goal' ? {} : { shots: plusOne(shots, event.payload.team) }
    case 'shot-taken':
      return { shots: plusOne(shots, event.payload.team) }
    case 'card-shown':
      return cardsAfter({ yellowCards, redCards }, event.payload)
    default:
      return {}
  }
}

/** A second yellow is a yellow card and a red one. */
function cardsAfter({ yellowCards, redCards }: Cards, { card, team }: EventPayloads['card-shown']): Cards {
  return {
    yellowCards: card === 'red' ? yellowCards : plusOne(yellowCards, team),
    redCards: card === 'yellow' ? redCards : plusOne(redCards, team),
  }
}

const plusOne = (tally: Readonly<Record<Side, number>>, side: Side) => ({ ...tally, [side]: tally[side] + 1 })
