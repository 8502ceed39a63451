import type { MatchSnapshot, MatchStatus } from '@touchline/contracts'

const rank: Record<MatchStatus, number> = {
  live: 0,
  paused: 0,
  suspended: 0,
  scheduled: 1,
  postponed: 1,
  ended: 2,
  abandoned: 2,
  cancelled: 2,
  awarded: 2,
}

/** Live first, then what is to come, then what is over; within each by id, so that cards keep their places. */
export const inListOrder = (matches: readonly MatchSnapshot[]): MatchSnapshot[] =>
  matches.toSorted((a, b) => rank[a.status] - rank[b.status] || a.matchId.localeCompare(b.matchId))

/** Names to show for a match whose fixture nobody has told yet. */
export function teamNames({ fixture }: Pick<MatchSnapshot, 'fixture'>): { home: string; away: string } {
  return { home: fixture?.home ?? 'Home', away: fixture?.away ?? 'Away' }
}
