import type { Frame } from '@touchline/contracts'
import { isMarker } from '@touchline/contracts/wire'
import {
  type CurrentEvent,
  indexOfRevised,
  isRevision,
  type RevisionEvent,
  reviseEvent,
  scoreChange,
  standIn,
  withScoresMoved,
} from './current-event.ts'

/**
 * The newest `maxEvents` events as they now stand, oldest first, after some frames of the feed: a revision changes its
 * event in place, a withdrawal marks it. Pure; the same at once or bit by bit, and frames that came before change
 * nothing. What a `feed-gap` left out may have revised what is held; after a `feed-reset` nothing is held any more.
 */
export function foldRevisions(
  events: readonly CurrentEvent[],
  frames: readonly Frame[],
  maxEvents: number,
): readonly CurrentEvent[] {
  return frames.reduce((held, frame) => foldFrame(held, frame).slice(-maxEvents), events)
}

function foldFrame(events: readonly CurrentEvent[], frame: Frame): readonly CurrentEvent[] {
  const epoch = events.at(-1)?.epoch ?? frame.epoch
  if (frame.epoch < epoch) return events
  const held = frame.epoch > epoch ? [] : events
  if (isMarker(frame)) return frame.type === 'feed-reset' ? [] : held
  if (isRevision(frame)) return revised(held, frame)
  return frame.seq > (held.at(-1)?.seq ?? 0) ? [...held, frame] : held
}

function revised(events: readonly CurrentEvent[], revision: RevisionEvent): readonly CurrentEvent[] {
  const index = indexOfRevised(events, revision)
  const current = events[index]
  if (!current) {
    const instead = revision.seq > (events.at(-1)?.seq ?? 0) ? standIn(revision) : undefined
    return instead ? [...events, instead] : events
  }
  const next = reviseEvent(current, revision)
  if (next === current) return events
  return withScoresMoved(events.with(index, next), current.seq, scoreChange(revision))
}
