import type { EventType, Frame, Lane, MatchEvent } from '@touchline/contracts'
import { isMarker } from '@touchline/contracts/wire'
import type { FrameFold } from '@touchline/sdk/react'
import { addToStats, emptyStats, type MatchStats } from './match-stats.ts'
import { addToPitch, emptyPitch, type PitchState } from './pitch-state.ts'

/** What the page tells of a match, from its first event on. All of it is bounded. */
export interface Story {
  readonly epoch: number
  /** Goals, cards, substitutions, injuries and periods, oldest first. */
  readonly moments: readonly MatchEvent[]
  /** The feed by lane, oldest first; what sensors track is on the pitch alone. */
  readonly lanes: Readonly<Record<Lane, readonly MatchEvent[]>>
  readonly pitch: PitchState
  readonly stats: MatchStats
}

const maxMoments = 300
const maxPerLane = 4_000

const momentTypes: ReadonlySet<EventType> = new Set([
  'goal-scored',
  'card-shown',
  'substitution-made',
  'injury-reported',
  'period-started',
  'period-ended',
  'match-ended',
])
const tracking: ReadonlySet<EventType> = new Set(['ball-tracked', 'player-tracked', 'crowd-noise-measured'])

const emptyStory = (epoch: number): Story => ({
  epoch,
  moments: [],
  lanes: { critical: [], normal: [], low: [] },
  pitch: emptyPitch,
  stats: emptyStats,
})

function tell(story: Story, frames: readonly Frame[]): Story {
  const told = frames.reduce<Telling>(sinceReset, { story, pending: [] })
  return addEvents(told.story, told.pending)
}

interface Telling {
  readonly story: Story
  readonly pending: MatchEvent[]
}

/** A lost history starts the story over; what was left out is no part of it. */
function sinceReset(telling: Telling, frame: Frame): Telling {
  const { epoch } = telling.story
  const next =
    frame.type === 'feed-reset' || (epoch > 0 && frame.epoch > epoch)
      ? { story: emptyStory(frame.epoch), pending: [] }
      : telling
  if (!isMarker(frame)) next.pending.push(frame)
  return next
}

function addEvents(story: Story, events: readonly MatchEvent[]): Story {
  const last = events.at(-1)
  if (!last) return story
  const listed = events.filter(event => !tracking.has(event.type))
  return {
    epoch: last.epoch,
    moments: appended(
      story.moments,
      events.filter(event => momentTypes.has(event.type)),
      maxMoments,
    ),
    lanes: {
      critical: appended(story.lanes.critical, inLane(listed, 'critical'), maxPerLane),
      normal: appended(story.lanes.normal, inLane(listed, 'normal'), maxPerLane),
      low: appended(story.lanes.low, inLane(listed, 'low'), maxPerLane),
    },
    pitch: addToPitch(story.pitch, events),
    stats: addToStats(story.stats, events),
  }
}

const inLane = (events: readonly MatchEvent[], lane: Lane) => events.filter(event => event.lane === lane)

const appended = (kept: readonly MatchEvent[], more: readonly MatchEvent[], max: number) =>
  more.length === 0 ? kept : [...kept, ...more].slice(-max)

export const matchStory: FrameFold<Story> = { initial: emptyStory(0), apply: tell }
