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

/** The result of a shoot-out as people write it behind the score. */
export const penaltiesText = ({ home, away }: NonNullable<MatchSnapshot['penalties']>): string =>
  `(${home}–${away} pen.)`

/** Whether a match has a score to show: it began, or was awarded. */
export const hasScore = ({ status }: Pick<MatchSnapshot, 'status'>): boolean =>
  status !== 'scheduled' && status !== 'postponed' && status !== 'cancelled'

/** `3–3 (4–2 pen.)`. */
export const scoreText = ({ score, penalties }: Pick<MatchSnapshot, 'score' | 'penalties'>): string =>
  [`${score.home}–${score.away}`, penalties && penaltiesText(penalties)].filter(Boolean).join(' ')
