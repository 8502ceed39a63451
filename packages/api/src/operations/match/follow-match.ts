import {
  type FeedInput,
  type Frame,
  type MatchSnapshot,
  type Position,
  parsePosition,
} from '@touchline/contracts'
import { type Outcome, succeeded } from '../outcome.ts'
import { DelayedFeed } from './delayed-feed.ts'
import { FeedCursor } from './feed-cursor.ts'
import type { JoinedFeed, MatchFeedSource } from './feed-source.ts'
import type { MatchPast } from './match-past.ts'

export interface FollowOptions {
  readonly feeds: MatchFeedSource
  readonly past: MatchPast
  readonly signal: AbortSignal
  /** Whose quota counts. */
  readonly caller?: string | undefined
  snapshot(): Promise<MatchSnapshot | undefined>
}

/** A feed that has been opened and not been read from. Whoever reads it ends it with `cursor.feed.leave()`. */
export interface OpenedFeed {
  readonly input: FeedInput
  readonly cursor: FeedCursor
}

/**
 * Opens a match's feed where the input says. `lastEventId` wins over `from`; a match not known yet is waited for, and
 * comes from `seq` 1. A match clock that is not played yet begins live. Rejects where the store does not answer.
 */
export async function followMatch(
  input: FeedInput,
  options: FollowOptions,
): Promise<Outcome<OpenedFeed, 'unavailable' | 'rate-limited'>> {
  const joined = await options.feeds.join(input.matchId, options.signal, options.caller)
  if (!joined.ok) return joined
  try {
    return succeeded({ input, cursor: await open(joined.value, input, options) })
  } catch (error) {
    joined.value.leave()
    throw error
  }
}

async function open(joined: JoinedFeed, input: FeedInput, options: FollowOptions): Promise<FeedCursor> {
  const { past, snapshot } = options
  if (!input.delaySeconds) {
    return new FeedCursor({ feed: joined, input, snapshot, start: await clockPlace(joined, input, past) })
  }
  const feed = await delayed(joined, input, options)
  const asShown = async () => {
    const head = feed.head()
    return head && past.snapshotAt(input.matchId, head)
  }
  return new FeedCursor({ feed, input, snapshot: asShown, start: await clockPlace(feed, input, past) })
}

async function delayed(joined: JoinedFeed, input: FeedInput, { past, signal }: FollowOptions) {
  const { matchId, delaySeconds = 0, lastEventId } = input
  const feed = new DelayedFeed(joined, {
    delaySeconds,
    signal,
    nowMs: Date.now,
    // Of a match that nobody knows there is nothing to ask for.
    start: joined.head() && (await past.released(matchId, delaySeconds)),
    given: lastEventId ? parsePosition(lastEventId) : undefined,
  })
  await feed.advance()
  return feed
}

/** Where a match clock in `from` begins: never ahead of what the feed shows. */
async function clockPlace(
  feed: JoinedFeed,
  { matchId, from, lastEventId }: FeedInput,
  past: MatchPast,
): Promise<Position | undefined> {
  if (lastEventId || from === 'live' || from === 'start' || !feed.head()) return undefined
  const place = await past.atClock(matchId, from)
  const head = feed.head()
  if (!place || !head || place.epoch !== head.epoch) return undefined
  return place.seq < head.seq ? place : head
}

/** What is noted of one feed while it is read. Neither call waits or fails. */
export interface FeedRecord {
  omitted(note: { epoch: number; afterSeq: number; upToSeq: number; kind: 'gap' }): void
  ended(reason: 'left' | 'failed', at: Position | undefined): void
}

export interface Follower {
  readonly signal: AbortSignal
  /** The feed is read from now on, and gets what stands after a place. */
  began?(after: Position): FeedRecord | undefined
  /** Resolves when the follower can take these frames; they are sent at once then. */
  take(frames: readonly Frame[]): Promise<void>
}

/** An opened feed's frames one after the other, each once, for as long as the follower stays. */
export async function* framesOf(
  feed: OpenedFeed,
  follower: Follower,
): AsyncGenerator<readonly Frame[], void> {
  const { cursor } = feed
  const record = follower.began?.(cursor.position ?? { epoch: 1, seq: 0 })
  let given: Position | undefined
  let end: 'left' | 'failed' = 'left'
  try {
    for await (const frames of slicesOf(feed, follower)) {
      yield frames
      // More is asked for: these have been taken.
      given = cursor.position
      for (const frame of frames) noteGap(record, frame)
    }
  } catch (error) {
    end = 'failed'
    throw error
  } finally {
    cursor.feed.leave()
    record?.ended(end, given)
  }
}

async function* slicesOf({ cursor }: OpenedFeed, { signal, take }: Follower) {
  while (!signal.aborted) {
    const frames = await cursor.next()
    if (frames.length > 0) {
      await take(frames)
      yield frames
    } else await cursor.changed()
  }
}

function noteGap(record: FeedRecord | undefined, frame: Frame): void {
  if (frame.type !== 'feed-gap') return
  const { epoch, afterSeq, seq: upToSeq } = frame
  record?.omitted({ epoch, afterSeq, upToSeq, kind: 'gap' })
}
