import type { BroadcastEvent, MatchState, MatchStatus, Side, SourceEvent } from '@touchline/contracts'
import { isLater } from './clock.ts'

/** The state after an event. Late events count, but never turn the clock, or an ended match, back. */
export function evolve(state: MatchState, event: SourceEvent): MatchState {
  if (event.source !== 'broadcast')
    return event.fixture && !state.fixture ? { ...state, fixture: event.fixture } : state
  return tally(withClock(withStatus(withFixture(state, event), event), event), event)
}

function withFixture(state: MatchState, event: BroadcastEvent): MatchState {
  if (event.type === 'match-scheduled') return { ...state, fixture: event.payload }
  return event.fixture && !state.fixture ? { ...state, fixture: event.fixture } : state
}

function withStatus(state: MatchState, event: BroadcastEvent): MatchState {
  const status = statusAfter(state, event)
  return status === state.status ? state : { ...state, status }
}

/** These come before, beside or after play. */
const saysNothingOfPlay: ReadonlySet<BroadcastEvent['type']> = new Set([
  'match-scheduled',
  'commentary-published',
  'score-corrected',
])

function statusAfter({ status, clock }: MatchState, event: BroadcastEvent): MatchStatus {
  if (status === 'ended' || event.type === 'match-ended') return 'ended'
  if (saysNothingOfPlay.has(event.type)) return status
  const late = event.clock !== undefined && isLater(clock, event.clock)
  if (event.type === 'period-ended') return late ? status : 'paused'
  return late && status === 'paused' ? status : 'live'
}

function withClock(state: MatchState, event: BroadcastEvent): MatchState {
  if (!event.clock || isLater(state.clock, event.clock)) return state
  return { ...state, clock: event.clock, clockAt: event.occurredAt }
}

const plusOne = <T extends Record<Side, number>>(counts: T, side: Side): T => ({
  ...counts,
  [side]: counts[side] + 1,
})

function tally(state: MatchState, event: BroadcastEvent): MatchState {
  switch (event.type) {
    case 'goal-scored': {
      const { team, kind } = event.payload
      const shots = kind === 'own-goal' ? state.shots : plusOne(state.shots, team)
      return { ...state, score: plusOne(state.score, team), shots }
    }
    case 'shot-taken':
      return { ...state, shots: plusOne(state.shots, event.payload.team) }
    case 'score-corrected': {
      const { home, away } = event.payload
      return { ...state, score: { home, away }, scoreAsOf: event.occurredAt }
    }
    case 'card-shown':
      return withCard(state, event.payload)
    default:
      return state
  }
}

/** A second yellow is a yellow card and a red one. */
function withCard(
  state: MatchState,
  { team, card }: { team: Side; card: 'yellow' | 'second-yellow' | 'red' },
): MatchState {
  const yellowCards = card === 'red' ? state.yellowCards : plusOne(state.yellowCards, team)
  const redCards = card === 'yellow' ? state.redCards : plusOne(state.redCards, team)
  return { ...state, yellowCards, redCards }
}
