import { type Frame, formatPosition, isMarker } from '@touchline/contracts'
import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { Release } from './context.ts'
import { type Follower, framesOf, type OpenedFeed } from './operations/match/follow-match.ts'

const taken: unique symbol = Symbol('touchline.taken-feed')

/**
 * What `match.feed` returns. Any tRPC adapter may iterate it, which is the slow path. A transport that knows the brand
 * takes the feed over instead, by `takenFeedOf`, and writes the same frames under the same ids itself.
 */
export interface SharedFeed extends AsyncIterable<TrackedEnvelope<Frame>> {
  readonly [taken]: TakenFeed
}

/** A feed in the hands of a transport, which ends it by `cursor.feed.leave()` and gives its place back by `release`. */
export interface TakenFeed extends OpenedFeed {
  readonly release: Release
}

export const sharedFeed = (feed: OpenedFeed, follower: Follower, release: Release): SharedFeed => ({
  [taken]: { ...feed, release },
  [Symbol.asyncIterator]: () => trackedFrames(framesOf(feed, follower), release),
})

export const takenFeedOf = (value: unknown): TakenFeed | undefined =>
  typeof value === 'object' && value !== null && taken in value ? (value as SharedFeed)[taken] : undefined

async function* trackedFrames(slices: AsyncIterable<readonly Frame[]>, release: Release) {
  try {
    for await (const frames of slices) {
      const writtenAt = new Date().toISOString()
      for (const frame of frames) {
        yield tracked(formatPosition(frame), isMarker(frame) ? frame : { ...frame, writtenAt })
      }
    }
  } finally {
    release()
  }
}
