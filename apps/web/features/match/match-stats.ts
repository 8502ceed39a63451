import type { EventType, MatchEvent, Side } from '@touchline/contracts'

export interface TeamStats {
  readonly passes: number
  /** Goals are shots, own goals are not. */
  readonly shots: number
  readonly onTarget: number
  readonly corners: number
  readonly foulsSuffered: number
  readonly yellowCards: number
  readonly redCards: number
}
export type MatchStats = Readonly<Record<Side, TeamStats>>

const none: TeamStats = {
  passes: 0,
  shots: 0,
  onTarget: 0,
  corners: 0,
  foulsSuffered: 0,
  yellowCards: 0,
  redCards: 0,
}
export const emptyStats: MatchStats = { home: none, away: none }

type Added = Partial<Record<keyof TeamStats, number>>

const byType: Partial<Record<EventType, Added>> = {
  'pass-made': { passes: 1 },
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
    if (!('team' in event.payload) || event.payload.team === undefined) continue
    const side = sums[event.payload.team]
    for (const [name, count] of Object.entries(addedBy(event)) as [keyof TeamStats, number][])
      (side as Record<keyof TeamStats, number>)[name] += count
  }
  return sums
}

export type Tally = Readonly<Record<Side, number>>

/** What the gateway has counted of the whole match. */
export interface CountedStats {
  readonly passes: Tally
  readonly shots: Tally
}

/**
 * The page's own counts, but for passes and shots the gateway's where it has seen more: the page replays the match from
 * its first event, which takes a while, and then is ahead of any count that it could ask for.
 */
export function furthest(told: MatchStats, counted: CountedStats | undefined): MatchStats {
  if (!counted) return told
  const passes = further({ home: told.home.passes, away: told.away.passes }, counted.passes)
  const shots = further({ home: told.home.shots, away: told.away.shots }, counted.shots)
  return {
    home: { ...told.home, passes: passes.home, shots: shots.home },
    away: { ...told.away, passes: passes.away, shots: shots.away },
  }
}

const further = (a: Tally, b: Tally): Tally => (b.home + b.away > a.home + a.away ? b : a)

/** Whole per cent of all passes; undefined while there was none. The usual meaning of possession. */
export function possession({ home, away }: MatchStats): Tally | undefined {
  const all = home.passes + away.passes
  if (all === 0) return undefined
  const share = Math.round((home.passes / all) * 100)
  return { home: share, away: 100 - share }
}
