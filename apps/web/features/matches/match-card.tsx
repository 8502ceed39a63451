'use client'

import type { MatchSnapshot } from '@touchline/contracts'
import Link from 'next/link'
import { RunningClock } from '../clock/running-clock.tsx'
import { TeamBadge } from '../team/team-badge.tsx'
import { type TeamIdentity, teamIdentities } from '../team/team-identity.ts'
import { hasScore, penaltiesText, teamNames } from './match-order.ts'

export function MatchCard({ match }: { match: MatchSnapshot }) {
  const names = teamNames(match)
  const teams = teamIdentities(names.home, names.away)
  const underWay = match.status === 'live' || match.status === 'paused'
  const started = hasScore(match)
  return (
    <Link
      href={`/matches/${encodeURIComponent(match.matchId)}`}
      data-testid="match-card"
      data-match-id={match.matchId}
      className="panel block p-4 transition-colors hover:border-accent"
    >
      <div className="mb-3 flex items-center gap-2 text-sm">
        {underWay && <span className="size-2 animate-breathe rounded-full bg-critical" aria-hidden="true" />}
        <span className={underWay ? 'font-semibold text-critical' : 'text-muted'}>
          <RunningClock reading={match} />
        </span>
        {match.penalties && (
          <span className="whitespace-nowrap font-semibold tabular-nums">
            {penaltiesText(match.penalties)}
          </span>
        )}
        <span className="ml-auto truncate text-muted">{match.fixture?.competition ?? match.matchId}</span>
      </div>
      <Row
        team={teams.home}
        goals={started ? match.score.home : '–'}
        leads={match.score.home >= match.score.away}
      />
      <Row
        team={teams.away}
        goals={started ? match.score.away : '–'}
        leads={match.score.away >= match.score.home}
      />
    </Link>
  )
}

function Row({ team, goals, leads }: { team: TeamIdentity; goals: number | string; leads: boolean }) {
  return (
    <div className="flex items-center gap-3 py-1">
      <TeamBadge team={team} className="size-8" />
      <span className="min-w-0 truncate font-medium">{team.name}</span>
      <span className={`ml-auto font-bold text-2xl tabular-nums ${leads ? '' : 'text-muted'}`}>{goals}</span>
    </div>
  )
}
