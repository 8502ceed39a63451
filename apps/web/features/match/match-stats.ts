import type { EventType, MatchEvent, Side } from '@touchline/contracts'

export interface TeamStats {
  readonly shots: number
  readonly onTarget: number
  readonly corners: number
  readonly foulsSuffered: number
  readonly yellowCards: number
  readonly redCards: number
  /** Passes and carries: how often the side was on the ball. */
  readonly touches: number
}
export type MatchStats = Readonly<Record<Side, TeamStats>>

const none: TeamStats = {
  shots: 0,
  onTarget: 0,
  corners: 0,
  foulsSuffered: 0,
  yellowCards: 0,
  redCards: 0,
  touches: 0,
}
export const emptyStats: MatchStats = { home: none, away: none }

type Added = Partial<Record<keyof TeamStats, number>>

const byType: Partial<Record<EventType, Added>> = {
  'pass-made': { touches: 1 },
  'ball-carried': { touches: 1 },
  'foul-suffered': { foulsSuffered: 1 },
}

function addedBy(event: MatchEvent): Added {
  switch (event.type) {
    case 'goal-scored':
      return event.payload.kind === 'own-goal' ? {} : { shots: 1, onTarget: 1 }
    case 'shot-taken':
      return { shots: 1, onTarget: event.payload.outcome === 'saved' ? 1 : 0 }
    case 'card-shown':
      return cards[event.payload.card]
    case 'set-piece-taken':
      return event.payload.kind === 'corner' ? { corners: 1 } : {}
    default:
      return byType[event.type] ?? {}
  }
}
/** A second yellow is a yellow card and a red one. */
const cards = {
  yellow: { yellowCards: 1 },
  'second-yellow': { yellowCards: 1, redCards: 1 },
  red: { redCards: 1 },
} as const

export function addToStats(stats: MatchStats, events: readonly MatchEvent[]): MatchStats {
  const sums = { home: { ...stats.home }, away: { ...stats.away } }
  for (const event of events) {
    if (!('team' in event.payload)) continue
    const side = sums[event.payload.team]
    for (const [name, count] of Object.entries(addedBy(event)) as [keyof TeamStats, number][])
      (side as Record<keyof TeamStats, number>)[name] += count
  }
  return sums
}

/** Whole per cent for home; undefined while nobody had the ball. */
export function homeShare({ home, away }: MatchStats): number | undefined {
  const total = home.touches + away.touches
  return total === 0 ? undefined : Math.round((home.touches / total) * 100)
}
