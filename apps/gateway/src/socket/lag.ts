import type { FeedCursor } from '@touchline/api'
import type { Frame, Lane, MatchEvent, MatchSnapshot, Position } from '@touchline/contracts'
import type { WatchedFeed } from '../hub/watched-feed.ts'
import { thin } from './thin.ts'

export interface Laggard {
  readonly cursor: FeedCursor
  readonly feed: WatchedFeed
  readonly lanes: readonly Lane[] | undefined
  /** What it gets of the events it missed, at most. */
  readonly maxBytes: number
}

/**
 * What a feed goes on with that was too slow for its match, so that it comes back to the head: what it missed, thinned
 * where it is too much; past that, or past the ring, the critical events alone and a snapshot. None: it can catch up
 * like any other.
 */
export async function afterLag(laggard: Laggard): Promise<readonly Frame[]> {
  const { cursor, feed, lanes, maxBytes } = laggard
  const { window } = feed.match
  const [at, head] = [cursor.position, window.head]
  if (!at || !head || head.epoch !== at.epoch) return []
  const missed = window.covers(at) ? window.slice(at.seq, Number.POSITIVE_INFINITY) : undefined
  const thinned = missed && thin(at, inLanes(missed, lanes), maxBytes)
  if (!thinned) return skipToSnapshot(laggard, at)
  cursor.moveTo(head)
  return thinned
}

const inLanes = (events: readonly MatchEvent[], lanes: readonly Lane[] | undefined) =>
  lanes ? events.filter(event => lanes.includes(event.lane)) : events

async function skipToSnapshot({ cursor, feed, lanes }: Laggard, at: Position): Promise<readonly Frame[]> {
  const snapshot = await feed.match.snapshot()
  if (!snapshot || snapshot.epoch !== at.epoch || snapshot.lastSeq <= at.seq) return []
  const wanted = lanes === undefined || lanes.includes('critical')
  const critical = wanted ? await criticalUpTo(feed, at, snapshot) : []
  const frames = critical.flatMap((event, index) => {
    const before = critical[index - 1]?.seq ?? at.seq
    return event.seq === before + 1 ? [event] : [skipBetween(event, before), event]
  })
  const last = critical.at(-1)
  if (last) cursor.moveTo({ epoch: last.epoch, seq: last.seq })
  return last?.seq === snapshot.lastSeq ? frames : [...frames, cursor.gapTo(snapshot, 'slow')]
}

async function criticalUpTo(
  feed: WatchedFeed,
  at: Position,
  { lastSeq }: MatchSnapshot,
): Promise<MatchEvent[]> {
  const found: MatchEvent[] = []
  for (let after = at; ; ) {
    const { events, complete } = await feed.readCritical(after)
    found.push(...events.filter(event => event.seq <= lastSeq))
    const last = events.at(-1)
    if (complete || !last || last.seq > lastSeq) return found
    after = { epoch: last.epoch, seq: last.seq }
  }
}

/** The snapshot that follows replaces whatever they were. */
const skipBetween = ({ matchId, epoch, seq }: MatchEvent, afterSeq: number): Frame => ({
  type: 'feed-skipped',
  matchId,
  epoch,
  seq: seq - 1,
  afterSeq,
  low: 0,
  replaced: seq - 1 - afterSeq,
})
