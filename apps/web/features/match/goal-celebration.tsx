'use client'

import type { MatchEvent } from '@touchline/contracts'
import { useEffect, useRef, useState } from 'react'
import type { Teams } from './teams.ts'

type Goal = Extract<MatchEvent, { type: 'goal-scored' }>
const shownMs = 4_500
const pieces = Array.from({ length: 28 }, (_, index) => ({
  id: `piece-${index}`,
  left: `${(index * 37) % 100}%`,
  delay: `${(index % 7) * 90}ms`,
  wide: index % 3 === 0,
}))

interface GoalCelebrationProps {
  readonly goals: readonly Goal[]
  /** Goals up to here were there before us; undefined while that is not known. */
  readonly newsAfterSeq: number | undefined
  readonly teams: Teams
}

/** For a goal that happens while we watch; never for one that is replayed. */
export function GoalCelebration({ goals, newsAfterSeq, teams }: GoalCelebrationProps) {
  const shown = useNewGoal(goals.at(-1), newsAfterSeq)
  if (!shown) return null
  const { team, player } = shown.payload
  const { color, onColor, name } = teams[team]
  return (
    <div
      className="pointer-events-none absolute inset-0 overflow-hidden"
      aria-hidden="true"
      data-testid="celebration"
    >
      <div
        className="absolute inset-0 origin-left animate-[goal-sweep_0.35s_ease-out]"
        style={{ background: color }}
      />
      {pieces.map(piece => (
        <span
          key={piece.id}
          className="absolute top-0 h-3 animate-[confetti_1.8s_ease-in_forwards] rounded-xs opacity-0"
          style={{
            left: piece.left,
            width: piece.wide ? 10 : 6,
            background: onColor,
            animationDelay: piece.delay,
          }}
        />
      ))}
      <div className="absolute inset-0 grid place-content-center text-center" style={{ color: onColor }}>
        <p className="animate-[goal-word_0.6s_ease-out] font-black text-6xl tracking-tight sm:text-8xl">
          GOAL
        </p>
        <p className="mt-1 font-semibold text-lg">
          {player ? `${player}, ${name}` : name} · {shown.score.home}–{shown.score.away}
        </p>
      </div>
    </div>
  )
}

function useNewGoal(latest: Goal | undefined, newsAfterSeq: number | undefined): Goal | undefined {
  const [shown, setShown] = useState<Goal>()
  const knownSeq = useRef(0)
  useEffect(() => {
    if (!latest || newsAfterSeq === undefined || latest.seq <= Math.max(knownSeq.current, newsAfterSeq))
      return
    knownSeq.current = latest.seq
    setShown(latest)
  }, [latest, newsAfterSeq])
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [shown])
  return shown
}
