import { parsePosition } from '@touchline/contracts/wire'
import {
  type CurrentEvent,
  indexFrom,
  indexOfRevised,
  type RevisionEvent,
  reviseEvent,
  scoreChange,
  standIn,
  withScoresMoved,
} from '@touchline/sdk/events'
import { reviseStats } from './match-stats.ts'
import { isListed, isMoment, maxMoments, maxPerLane, type Story } from './story-events.ts'

type Events = readonly CurrentEvent[]
type Lanes = Story['lanes']

/** The story with an event as it now stands, in the place that it had. */
export function reviseStory(story: Story, revision: RevisionEvent): Story {
  const found = find(story.lanes, revision)
  const next = found ? reviseEvent(found, revision) : standIn(revision)
  const told = {
    ...story,
    epoch: revision.epoch,
    firstSeq: story.firstSeq || revision.seq,
    stats: wasCounted(story, revision) ? reviseStats(story.stats, revision) : story.stats,
    news: revision.lane === 'critical' ? revision : story.news,
  }
  if (!next) return told
  const { seq } = next
  const change = found ? scoreChange(revision) : { home: 0, away: 0 }
  const lanes = isListed(next) ? placed(without(story.lanes, seq), next) : without(story.lanes, seq)
  const moments = story.moments.filter(event => event.seq !== seq)
  return {
    ...told,
    lanes: { ...lanes, critical: withScoresMoved(lanes.critical, seq, change) },
    moments: withScoresMoved(isMoment(next) ? inserted(moments, next, maxMoments) : moments, seq, change),
  }
}

/** What was never told was never counted, and can't be taken back. */
function wasCounted({ firstSeq, epoch }: Story, { payload }: RevisionEvent): boolean {
  const place = payload.position === null ? undefined : parsePosition(payload.position)
  return place !== undefined && firstSeq > 0 && place.epoch === epoch && place.seq >= firstSeq
}

function find(lanes: Lanes, revision: RevisionEvent): CurrentEvent | undefined {
  for (const events of Object.values(lanes) as Events[]) {
    const index = indexOfRevised(events, revision)
    if (index >= 0) return events[index]
  }
  return undefined
}

const without = ({ critical, normal, low }: Lanes, seq: number): Lanes => ({
  critical: leftOut(critical, seq),
  normal: leftOut(normal, seq),
  low: leftOut(low, seq),
})

function leftOut(events: Events, seq: number): Events {
  const index = indexFrom(events, seq)
  return events[index]?.seq === seq ? events.toSpliced(index, 1) : events
}

const placed = (lanes: Lanes, event: CurrentEvent): Lanes => ({
  ...lanes,
  [event.lane]: inserted(lanes[event.lane], event, maxPerLane),
})

const inserted = (events: Events, event: CurrentEvent, max: number): Events =>
  events.toSpliced(indexFrom(events, event.seq), 0, event).slice(-max)
