import type { EventType, Lane, MatchEvent } from '@touchline/contracts'
import type { CurrentEvent } from '@touchline/sdk/events'
import type { MatchStats } from './match-stats.ts'
import type { PitchState } from './pitch-state.ts'

/** What the page tells of a match, from its first event on, as it now stands. All of it is bounded. */
export interface Story {
  readonly epoch: number
  /** The first event that was told; what was revised before it has no part in the stats. */
  readonly firstSeq: number
  /** Goals, cards, substitutions, injuries and periods that count, oldest first. */
  readonly moments: readonly CurrentEvent[]
  /** The feed by lane, oldest first; what sensors track is on the pitch alone. */
  readonly lanes: Readonly<Record<Lane, readonly CurrentEvent[]>>
  readonly pitch: PitchState
  readonly stats: MatchStats
  /** The newest critical event, as it came: a revision too. */
  readonly news: MatchEvent | undefined
}

export const maxMoments = 300
export const maxPerLane = 4_000

const momentTypes: ReadonlySet<EventType> = new Set([
  'goal-scored',
  'card-shown',
  'substitution-made',
  'injury-reported',
  'period-started',
  'period-ended',
  'match-ended',
  'status-changed',
])
const shootOutPeriod = 5

/** Kicks of the shoot-out are shown with the score; what another source reported as well is no moment of its own. */
export const isMoment = ({ type, clock, isBackup, isWithdrawn }: CurrentEvent): boolean =>
  momentTypes.has(type) &&
  !isBackup &&
  !isWithdrawn &&
  !(clock.period === shootOutPeriod && type === 'goal-scored')

const tracking: ReadonlySet<EventType> = new Set(['ball-tracked', 'player-tracked', 'crowd-noise-measured'])
export const isListed = ({ type }: MatchEvent): boolean => !tracking.has(type)
