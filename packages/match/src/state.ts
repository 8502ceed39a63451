import type { MatchState } from '@touchline/contracts'

const none = { home: 0, away: 0 }

/** A match of which nothing is known yet. */
export const initialState: MatchState = {
  status: 'scheduled',
  fixture: null,
  score: none,
  clock: { period: 1, seconds: 0 },
  clockAt: null,
  yellowCards: none,
  redCards: none,
  shots: none,
}
