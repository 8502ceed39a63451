import type { MatchEvent, MatchSnapshot, Side } from '@touchline/contracts'
import type { RevisionEvent } from '@touchline/sdk/events'

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

/** What an event says, or said before it was revised. */
interface Said {
  readonly type: string
  readonly clock: MatchEvent['clock']
  readonly payload: object
  readonly isBackup?: true | undefined
}

const shootOutPeriod = 5

/** The shoot-out has its own tally: nothing of it counts here. */
function addedBy({ type, clock, payload }: Said): Added {
  const { kind, outcome, card } = payload as Readonly<Record<string, unknown>>
  if (clock.period === shootOutPeriod) return {}
  switch (type) {
    case 'pass-made':
      return { passes: 1 }
    case 'foul-suffered':
      return { foulsSuffered: 1 }
    case 'goal-scored':
      return kind === 'own-goal' ? {} : { shots: 1, onTarget: 1 }
    case 'shot-taken':
      return { shots: 1, onTarget: outcome === 'saved' ? 1 : 0 }
    case 'card-shown':
      return cards[card as keyof typeof cards] ?? {}
    case 'set-piece-taken':
      return kind === 'corner' ? { corners: 1 } : {}
    default:
      return {}
  }
}
/** A second yellow is a yellow card and a red one. */
const cards = {
  yellow: { yellowCards: 1 },
  'second-yellow': { yellowCards: 1, redCards: 1 },
  red: { redCards: 1 },
} as const

/** What another source reported as well is not counted. */
export function addToStats(stats: MatchStats, events: readonly Said[], by: 1 | -1 = 1): MatchStats {
  const sums = { home: { ...stats.home }, away: { ...stats.away } }
  for (const event of events) {
    const { team } = event.payload as { readonly team?: unknown }
    if (event.isBackup || (team !== 'home' && team !== 'away')) continue
    const side: Record<keyof TeamStats, number> = sums[team]
    for (const [name, count] of Object.entries(addedBy(event)) as [keyof TeamStats, number][])
      side[name] = Math.max(0, side[name] + by * count)
  }
  return sums
}

/** Takes back what held before a revision, and counts what holds now. */
export function reviseStats(stats: MatchStats, revision: RevisionEvent): MatchStats {
  const { previous } = revision.payload
  const without = previous ? addToStats(stats, [previous], -1) : stats
  if (revision.type === 'event-withdrawn') return without
  return addToStats(without, [{ ...revision.payload.event, isBackup: revision.isBackup }])
}

export type Tally = Readonly<Record<Side, number>>

/** What the gateway has counted of the whole match. */
export interface CountedStats {
  readonly passes: Tally
  readonly shots: Tally
}

interface Told {
  readonly lastSeq: number
  /** The last event when the page opened; undefined while that is not known. */
  readonly openedAtSeq: number | undefined
  readonly omission: object | undefined
}

/** Whether the page has counted all that the gateway had when it was asked: what was withdrawn since is in no other count. */
export const tellsAll = ({ lastSeq, openedAtSeq, omission }: Told): boolean =>
  openedAtSeq !== undefined && lastSeq >= openedAtSeq && omission === undefined

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

/** With what the match's state tells for certain, whichever partner's reports count by now. */
export function asTold(stats: MatchStats, snapshot: MatchSnapshot | undefined): MatchStats {
  if (!snapshot) return stats
  const of = (side: Side): TeamStats => ({
    ...stats[side],
    shots: snapshot.shots[side],
    yellowCards: snapshot.yellowCards[side],
    redCards: snapshot.redCards[side],
  })
  return { home: of('home'), away: of('away') }
}

const further = (a: Tally, b: Tally): Tally => (b.home + b.away > a.home + a.away ? b : a)

/** Whole per cent of all passes; undefined while there was none. The usual meaning of possession. */
export function possession({ home, away }: MatchStats): Tally | undefined {
  const all = home.passes + away.passes
  if (all === 0) return undefined
  const share = Math.round((home.passes / all) * 100)
  return { home: share, away: 100 - share }
}
