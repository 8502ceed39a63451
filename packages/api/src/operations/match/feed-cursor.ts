import {
  type FeedGap,
  type FeedInput,
  type FeedReset,
  type Frame,
  type MatchSnapshot,
  type Position,
  parsePosition,
} from '@touchline/contracts'
import type { JoinedFeed } from './feed-source.ts'

export interface CursorOptions {
  readonly feed: JoinedFeed
  readonly input: Pick<FeedInput, 'matchId' | 'lastEventId' | 'from' | 'lanes'>
  /** Where `from` begins, if it names a match clock that has been played. */
  readonly start?: Position | undefined
  /** The match as of its newest event; undefined if there is no such match. */
  snapshot(): Promise<MatchSnapshot | undefined>
}

/**
 * A place in one match's feed, and what stands after it. A position that the stored history does not hold, of another
 * epoch or beyond the newest event, brings a `feed-reset` and then everything from `seq` 1; events that the store no
 * longer holds bring a `feed-gap` with a snapshot. Nothing is left out without a frame that says so.
 */
export class FeedCursor {
  readonly feed: JoinedFeed
  readonly #options: CursorOptions
  #position: Position | undefined
  #idleAt: Position | undefined

  constructor(options: CursorOptions) {
    this.feed = options.feed
    this.#options = options
    this.#position = startOf(options)
  }

  /** Everything up to here has been given; undefined while the match has no event yet. */
  get position(): Position | undefined {
    return this.#position
  }

  /** The next frames, in order; none if there is nothing until `changed`. */
  async next(): Promise<readonly Frame[]> {
    const head = await this.#confirmedHead()
    this.#idleAt = head
    if (!head) return []
    const beginning = { epoch: head.epoch, seq: 0 }
    const at = this.#position ?? beginning
    if (isLost(at, head)) return [await this.#reset(beginning, at)]
    const { events, next, missing } = await this.feed.read(at, this.#options.input.lanes)
    if (missing) return this.#gap(at)
    this.#position = next
    if (events.length === 0 && next.seq > at.seq) return this.next()
    return events
  }

  /** Resolves when there may be more than the last `next` saw. */
  changed(): Promise<void> {
    return this.feed.changed(this.#idleAt)
  }

  /** What lies up to here was given in another way. */
  moveTo(position: Position): void {
    this.#position = position
  }

  async #reset({ epoch }: Position, lost: Position): Promise<FeedReset> {
    const { matchId } = this.#options.input
    // Without it the events tell the same, a little later.
    const snapshot = await this.#options.snapshot().catch(() => undefined)
    this.#position = { epoch, seq: 0 }
    return {
      type: 'feed-reset',
      matchId,
      epoch,
      seq: 0,
      reason: lost.epoch === epoch ? 'history-lost' : 'epoch-changed',
      ...(snapshot?.epoch === epoch && { snapshot }),
    }
  }

  async #gap(at: Position): Promise<readonly Frame[]> {
    const snapshot = await this.#options.snapshot()
    if (!snapshot || snapshot.epoch !== at.epoch || snapshot.lastSeq <= at.seq) return []
    return [this.gapTo(snapshot, 'not-stored')]
  }

  /** The frame that goes on from a snapshot; the cursor stands there then. */
  gapTo(snapshot: MatchSnapshot, reason: FeedGap['reason']): FeedGap {
    const { epoch, lastSeq: seq, matchId } = snapshot
    const afterSeq = this.#position?.epoch === epoch ? this.#position.seq : 0
    this.#position = { epoch, seq }
    return { type: 'feed-gap', matchId, epoch, seq, afterSeq, reason, snapshot }
  }

  /** The head; read anew before anybody is told that a position is lost, since another gateway may be ahead. */
  async #confirmedHead(): Promise<Position | undefined> {
    const head = this.feed.head()
    if (head && this.#position && isLost(this.#position, head)) await this.feed.refresh()
    return this.feed.head()
  }
}

function startOf({ feed, input: { lastEventId, from }, start }: CursorOptions): Position | undefined {
  if (lastEventId) return parsePosition(lastEventId)
  if (start) return start
  return from === 'start' ? undefined : feed.head()
}

/** Whether the history up to `head` does not hold `cursor`. */
const isLost = (cursor: Position, head: Position): boolean =>
  cursor.epoch !== head.epoch || cursor.seq > head.seq
