'use client'

import type { MatchEvent, Side } from '@touchline/contracts'
import type { MatchView } from '@touchline/sdk/react'
import { formatMinute } from '../clock/match-clock.ts'
import { RunningClock } from '../clock/running-clock.tsx'
import { penaltiesText } from '../matches/match-order.ts'
import { TeamBadge } from '../team/team-badge.tsx'
import { ConnectionPill } from './connection-pill.tsx'
import { GoalCelebration } from './goal-celebration.tsx'
import { ShootOut } from './shoot-out.tsx'
import type { Story } from './story.ts'
import type { Teams } from './teams.ts'

interface ScoreHeaderProps {
  readonly view: MatchView<Story>
  readonly teams: Teams
  readonly delaySeconds: number
}

export function ScoreHeader({ view, teams, delaySeconds }: ScoreHeaderProps) {
  const { snapshot, folded: story, status, latency, openedAtSeq } = view
  const goals = story.moments.filter(moment => moment.type === 'goal-scored')
  return (
    <section aria-label="Score" className="panel relative overflow-hidden px-4 pt-4 pb-6 sm:px-8">
      <h1 className="sr-only">{`${teams.home.name} – ${teams.away.name}`}</h1>
      <div className="flex items-center justify-between gap-3 text-sm">
        <span className="truncate text-muted">
          {[snapshot?.fixture?.competition, snapshot?.fixture?.venue].filter(Boolean).join(' · ')}
        </span>
        <ConnectionPill status={status} latency={latency} delaySeconds={delaySeconds} />
      </div>
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-start gap-3 sm:gap-8">
        <TeamName teams={teams} side="home" />
        <div className="text-center">
          <p className="flex items-baseline justify-center font-extrabold text-5xl tabular-nums tracking-tight sm:text-7xl">
            <span data-testid="score-home">{snapshot?.score.home ?? '–'}</span>
            <span className="px-2 font-light text-muted sm:px-4" aria-hidden="true">
              :
            </span>
            <span data-testid="score-away">{snapshot?.score.away ?? '–'}</span>
          </p>
          {snapshot?.penalties && (
            <p className="mt-1 font-semibold text-lg tabular-nums" data-testid="penalties">
              {penaltiesText(snapshot.penalties)}
            </p>
          )}
          <p className="mt-1 h-7 font-semibold text-accent text-lg" data-testid="match-clock">
            {snapshot && <RunningClock reading={snapshot} behindSeconds={delaySeconds} />}
          </p>
        </div>
        <TeamName teams={teams} side="away" />
      </div>
      <div className="mt-4 grid min-h-5 grid-cols-2 gap-6 text-muted text-sm">
        <Scorers goals={goals} side="home" />
        <Scorers goals={goals} side="away" />
      </div>
      <ShootOut kicks={snapshot?.penaltyKicks ?? []} teams={teams} />
      <GoalCelebration goals={goals} newsAfterSeq={openedAtSeq} teams={teams} />
    </section>
  )
}

function TeamName({ teams, side }: { teams: Teams; side: Side }) {
  const direction = side === 'home' ? 'sm:flex-row-reverse sm:text-right' : 'sm:flex-row sm:text-left'
  return (
    <div className={`flex flex-col items-center gap-2 text-center sm:gap-4 ${direction}`}>
      <TeamBadge team={teams[side]} className="size-12 sm:size-18" />
      <h2 className="max-w-full hyphens-auto text-balance break-words font-bold text-base leading-tight sm:text-2xl">
        {teams[side].name}
      </h2>
    </div>
  )
}

type Goal = Extract<MatchEvent, { type: 'goal-scored' }>

function Scorers({ goals, side }: { goals: readonly Goal[]; side: Side }) {
  return (
    <ul className={side === 'home' ? 'text-right' : 'text-left'}>
      {goals
        .filter(goal => goal.payload.team === side)
        .map(goal => (
          <li key={goal.seq}>
            {goal.payload.player ?? 'Goal'} <span className="tabular-nums">{formatMinute(goal.clock)}</span>
          </li>
        ))}
    </ul>
  )
}
