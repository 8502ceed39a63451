import { type Frame, formatPosition } from '@touchline/contracts'
import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { Release } from './context.ts'
import { type Follower, framesOf, type OpenedFeed } from './operations/match/follow-match.ts'

const opened: unique symbol = Symbol('touchline.opened-feed')

/**
 * What `match.feed` returns. Any tRPC adapter may iterate it, which is the slow path. A transport that knows the brand
 * takes the feed over instead, by `takenFeedOf`, and writes the same frames under the same ids itself.
 */
export interface SharedFeed extends AsyncIterable<TrackedEnvelope<Frame>> {
  readonly [opened]: TakenFeed
}

/** A feed in the hands of a transport, which ends it with `leave`. */
export interface TakenFeed extends OpenedFeed {
  leave(): void
}

export function sharedFeed(feed: OpenedFeed, follower: Follower, release: Release): SharedFeed {
  const leave = () => {
    feed.cursor.feed.leave()
    release()
  }
  return {
    [opened]: { ...feed, leave },
    [Symbol.asyncIterator]: () => trackedFrames(framesOf(feed, follower), release),
  }
}

export const takenFeedOf = (value: unknown): TakenFeed | undefined =>
  typeof value === 'object' && value !== null && opened in value ? (value as SharedFeed)[opened] : undefined

async function* trackedFrames(slices: AsyncIterable<readonly Frame[]>, release: Release) {
  try {
    for await (const frames of slices) {
      for (const frame of frames) yield tracked(formatPosition(frame), frame)
    }
  } finally {
    release()
  }
}
