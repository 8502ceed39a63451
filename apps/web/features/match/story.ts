import type { Frame, Lane, MatchEvent } from '@touchline/contracts'
import { isMarker } from '@touchline/contracts/wire'
import { type CurrentEvent, isRevision } from '@touchline/sdk/events'
import type { FrameFold } from '@touchline/sdk/react'
import { addToStats, emptyStats } from './match-stats.ts'
import { addToPitch, emptyPitch } from './pitch-state.ts'
import { reviseStory } from './revise-story.ts'
import { isListed, isMoment, maxMoments, maxPerLane, type Story } from './story-events.ts'

export type { Story } from './story-events.ts'

const emptyStory = (epoch: number): Story => ({
  epoch,
  firstSeq: 0,
  moments: [],
  lanes: { critical: [], normal: [], low: [] },
  pitch: emptyPitch,
  stats: emptyStats,
  news: undefined,
})

function tell(story: Story, frames: readonly Frame[]): Story {
  const told = frames.reduce<Telling>(sinceReset, { story, pending: [] })
  return addEvents(told.story, told.pending)
}

interface Telling {
  readonly story: Story
  /** Events that came since, and are added together. */
  readonly pending: MatchEvent[]
}

/** A lost history starts the story over; what was left out is no part of it. */
function sinceReset(telling: Telling, frame: Frame): Telling {
  const { epoch } = telling.story
  const next =
    frame.type === 'feed-reset' || (epoch > 0 && frame.epoch > epoch)
      ? { story: emptyStory(frame.epoch), pending: [] }
      : telling
  if (isMarker(frame)) return next
  if (isRevision(frame)) {
    return { story: reviseStory(addEvents(next.story, next.pending), frame), pending: [] }
  }
  next.pending.push(frame)
  return next
}

function addEvents(story: Story, events: readonly MatchEvent[]): Story {
  const last = events.at(-1)
  if (!last) return story
  const listed = events.filter(isListed)
  return {
    epoch: last.epoch,
    firstSeq: story.firstSeq || (events[0]?.seq ?? 0),
    moments: appended(story.moments, events.filter(isMoment), maxMoments),
    lanes: {
      critical: appended(story.lanes.critical, inLane(listed, 'critical'), maxPerLane),
      normal: appended(story.lanes.normal, inLane(listed, 'normal'), maxPerLane),
      low: appended(story.lanes.low, inLane(listed, 'low'), maxPerLane),
    },
    pitch: addToPitch(story.pitch, events),
    stats: addToStats(story.stats, events),
    news: events.findLast(event => event.lane === 'critical') ?? story.news,
  }
}

const inLane = (events: readonly MatchEvent[], lane: Lane) => events.filter(event => event.lane === lane)

const appended = (kept: readonly CurrentEvent[], more: readonly CurrentEvent[], max: number) =>
  more.length === 0 ? kept : [...kept, ...more].slice(-max)

export const matchStory: FrameFold<Story> = { initial: emptyStory(0), apply: tell }
