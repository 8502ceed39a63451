import {
  type FeedInput,
  type FeedReset,
  type Frame,
  type Position,
  parsePosition,
} from '@touchline/contracts'
import { type Outcome, succeeded } from '../outcome.ts'
import type { JoinedFeed, MatchFeedSource } from './feed-source.ts'

export interface Follower {
  readonly signal: AbortSignal
  /** Resolves when the follower can take these frames; they are sent at once then. */
  take(frames: readonly Frame[]): Promise<void>
}

/**
 * A match's frames from where the input says, in order, each once, for as long as the follower stays.
 *
 * `lastEventId` wins over `from`. A position that the stored history does not hold, of another epoch or beyond
 * the newest event, brings a `feed-reset` and then everything from `seq` 1: what the follower holds can't be
 * trusted, and nothing is invented in its place. A match not known yet is waited for, and comes from `seq` 1.
 */
export async function followMatch(
  source: MatchFeedSource,
  input: FeedInput,
  follower: Follower,
): Promise<Outcome<AsyncGenerator<readonly Frame[], void>, 'unavailable' | 'rate-limited'>> {
  const joined = await source.join(input.matchId, follower.signal)
  return joined.ok ? succeeded(framesOf(joined.value, input, follower)) : joined
}

async function* framesOf(feed: JoinedFeed, input: FeedInput, { signal, take }: Follower) {
  try {
    let cursor = startOf(feed, input)
    while (!signal.aborted) {
      const head = await confirmedHead(feed, cursor)
      const step: Step = head ? await nextStep(feed, { cursor, head, input }) : waitAt(cursor)
      cursor = step.next
      if (step.frames.length > 0) {
        await take(step.frames)
        yield step.frames
      } else if (step.idle) await feed.changed(head)
    }
  } finally {
    feed.leave()
  }
}

interface Step {
  readonly frames: readonly Frame[]
  readonly next: Position | undefined
  /** Nothing more until the head changes. */
  readonly idle: boolean
}

const waitAt = (cursor: Position | undefined): Step => ({ frames: [], next: cursor, idle: true })

async function nextStep(
  feed: JoinedFeed,
  at: { readonly cursor: Position | undefined; readonly head: Position; readonly input: FeedInput },
): Promise<Step> {
  const beginning = { epoch: at.head.epoch, seq: 0 }
  const cursor = at.cursor ?? beginning
  if (isLost(cursor, at.head)) {
    return { frames: [resetTo(beginning, at.input.matchId)], next: beginning, idle: false }
  }
  const { events, next } = await feed.read(cursor, at.input.lanes)
  return { frames: events, next, idle: next.epoch === cursor.epoch && next.seq === cursor.seq }
}

function startOf(feed: JoinedFeed, { lastEventId, from }: FeedInput): Position | undefined {
  if (lastEventId) return parsePosition(lastEventId)
  return from === 'live' ? feed.head() : undefined
}

/** Whether the history up to `head` does not hold `cursor`. */
const isLost = (cursor: Position, head: Position): boolean =>
  cursor.epoch !== head.epoch || cursor.seq > head.seq

/** The head; read anew before anybody is told that a position is lost, since another gateway may be ahead. */
async function confirmedHead(feed: JoinedFeed, cursor: Position | undefined): Promise<Position | undefined> {
  const head = feed.head()
  if (head && cursor && isLost(cursor, head)) await feed.refresh()
  return feed.head()
}

const resetTo = ({ epoch }: Position, matchId: string): FeedReset => ({
  type: 'feed-reset',
  matchId,
  epoch,
  seq: 0,
  reason: 'epoch-changed',
})
