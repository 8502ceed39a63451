import type { FeedInput, Frame, MatchSnapshot } from '@touchline/contracts'
import { type Outcome, succeeded } from '../outcome.ts'
import { FeedCursor } from './feed-cursor.ts'
import type { MatchFeedSource } from './feed-source.ts'

export interface FollowOptions {
  readonly feeds: MatchFeedSource
  readonly signal: AbortSignal
  snapshot(): Promise<MatchSnapshot | undefined>
}

/** A feed that has been opened and not been read from. Whoever reads it ends it with `cursor.feed.leave()`. */
export interface OpenedFeed {
  readonly input: FeedInput
  readonly cursor: FeedCursor
}

/**
 * Opens a match's feed where the input says. `lastEventId` wins over `from`; a match not known yet is waited for, and
 * comes from `seq` 1.
 */
export async function followMatch(
  input: FeedInput,
  { feeds, signal, snapshot }: FollowOptions,
): Promise<Outcome<OpenedFeed, 'unavailable' | 'rate-limited'>> {
  const joined = await feeds.join(input.matchId, signal)
  if (!joined.ok) return joined
  return succeeded({ input, cursor: new FeedCursor({ feed: joined.value, input, snapshot }) })
}

export interface Follower {
  readonly signal: AbortSignal
  /** Resolves when the follower can take these frames; they are sent at once then. */
  take(frames: readonly Frame[]): Promise<void>
}

/** An opened feed's frames one after the other, each once, for as long as the follower stays. */
export async function* framesOf(
  { cursor }: OpenedFeed,
  { signal, take }: Follower,
): AsyncGenerator<readonly Frame[], void> {
  try {
    while (!signal.aborted) {
      const frames = await cursor.next()
      if (frames.length > 0) {
        await take(frames)
        yield frames
      } else await cursor.changed()
    }
  } finally {
    cursor.feed.leave()
  }
}
