import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type ApiContext,
  FeedCursor,
  type JoinedFeed,
  type Release,
  refusal,
  takenFeedOf,
} from '@touchline/api'
import { type FeedInput, type Frame, formatPosition, type Position } from '@touchline/contracts'
import type { FeedEnd, FeedPage } from '../evidence/feed-journal.ts'
import type { Encoded, Seat } from '../hub/audience.ts'
import { DelayLine } from '../hub/delay-line.ts'
import type { Hall } from '../hub/hall.ts'
import { WatchedFeed } from '../hub/watched-feed.ts'
import { FeedVariant } from './feed-variant.ts'
import { afterLag } from './lag.ts'
import type { Outbound } from './outbound.ts'
import { type Request, runProcedure } from './procedures.ts'

/** What a feed may lie behind its delay line when it joins it. */
const aMomentsBytes = 32 * 1024

/** The connection that a feed is on, as far as the feed needs it. */
export interface FeedHost {
  readonly outbound: Outbound
  readonly laggardBytes: number
  readonly deflated: boolean
  /** For a feed that is encoded so; undefined if its caller has as many different ones as it may. */
  encoding(key: string): Release | undefined
  hallOf(feed: JoinedFeed, at: Position): Hall | undefined
  feedFrom(hall: Hall, at: Position): JoinedFeed
  /** The procedure has answered: its page in the journal. */
  began(input: FeedInput, after: Position): FeedPage
  wrote(frames: readonly Frame[]): void
  failed(subscription: Subscription, error: unknown): void
}

/**
 * One feed on one connection. Phases: `open` runs the procedure once and takes its feed over; `#catchUp` gives what
 * stands after its position, slice by slice, as the connection takes it; at the head it takes a seat in the match's
 * audience, and from then on holds nothing but its position. Dismissed from there, it catches up again: from where it
 * is, or, if it was the connection that was too slow, with less of what it missed.
 */
export class Subscription implements Seat {
  readonly request: Request
  readonly #host: FeedHost
  #setup: AbortController | undefined = new AbortController()
  #variant: FeedVariant | undefined
  #lanes: FeedInput['lanes']
  #complete = false
  /** Its own: changed in place, for it moves with every write. */
  #position = { epoch: 0, seq: 0 }
  #cursor: FeedCursor | undefined
  #seatedAt: Hall | undefined
  #page: FeedPage | undefined
  #release: (() => void) | undefined
  #leaveEncoding: Release | undefined
  #ended = false

  constructor(host: FeedHost, request: Request) {
    this.#host = host
    this.request = request
  }

  get variant(): FeedVariant {
    if (!this.#variant) throw new Error('a feed has no frames before it is open')
    return this.#variant
  }

  get position(): Position {
    return this.#position
  }

  /** Throws what the procedure throws; false if the feed was ended meanwhile. */
  async open(ctx: ApiContext, batchIndex: number): Promise<boolean> {
    const { signal } = this.#setup ?? new AbortController()
    const taken = takenFeedOf(await runProcedure(this.request, ctx, { batchIndex, signal }))
    if (!taken) throw new Error('a subscription that is no feed')
    this.#setup = undefined
    this.#release = taken.release
    this.#cursor = taken.cursor
    this.#lanes = taken.input.lanes
    this.#complete = taken.input.complete ?? false
    if (this.#ended) {
      this.#letGo()
      return false
    }
    const { id, jsonrpc } = this.request
    this.#variant = new FeedVariant({ id, jsonrpc, lanes: this.#lanes, deflated: this.#host.deflated })
    this.#leaveEncoding = this.#host.encoding(this.#variant.key)
    if (!this.#leaveEncoding) throw refusal('rate-limited')
    this.#page = this.#host.began(taken.input, taken.cursor.position ?? { epoch: 1, seq: 0 })
    return true
  }

  /** To be called once the client has been told that it has started. */
  run(): void {
    if (this.#cursor) void this.#catchUp(this.#cursor)
  }

  write(encoded: Encoded | undefined, upTo: number): boolean {
    const { outbound } = this.#host
    if (encoded && !outbound.fits(encoded.bytes.length)) return false
    if (encoded) outbound.write(encoded.bytes)
    this.#position.seq = upTo
    return true
  }

  dismissed(slow: boolean): void {
    const hall = this.#seatedAt
    this.#seatedAt = undefined
    if (hall && !this.#ended) void this.#comeBack(hall, slow)
  }

  end(reason: FeedEnd): void {
    if (this.#ended) return
    this.#ended = true
    this.#setup?.abort()
    this.#page?.ended(reason, this.#position.epoch > 0 ? this.#position : undefined)
    this.#letGo()
  }

  #letGo(): void {
    this.#cursor?.feed.leave()
    this.#cursor = undefined
    this.#seatedAt?.leaveAudience(this, Date.now())
    this.#seatedAt = undefined
    this.#release?.()
    this.#leaveEncoding?.()
  }

  async #catchUp(cursor: FeedCursor): Promise<void> {
    try {
      while (!this.#ended) {
        if (await this.#gaveMore(cursor)) await nextTurn()
        else if (this.#ended || this.#sit(cursor)) return
        else await this.#idle(cursor)
      }
    } catch (error) {
      if (!this.#ended) this.#host.failed(this, error)
    }
  }

  async #gaveMore(cursor: FeedCursor): Promise<boolean> {
    await this.#host.outbound.room()
    const frames = this.#ended ? [] : await cursor.next()
    await this.#give(frames, cursor)
    return frames.length > 0
  }

  /** A delay line may be behind this feed by a moment. */
  async #idle(cursor: FeedCursor): Promise<void> {
    const hall = this.#hallOf(cursor)
    const isBehind = (hall?.window.head?.seq ?? 0) < (cursor.position?.seq ?? 0)
    await (hall instanceof DelayLine && isBehind ? hall.changed() : cursor.changed())
  }

  /** Other feeds of the connection may have filled it meanwhile. */
  async #give(frames: readonly Frame[], { position }: FeedCursor): Promise<void> {
    while (!this.#ended && !this.#tryGive(frames, position)) await this.#host.outbound.room()
  }

  #tryGive(frames: readonly Frame[], position: Position | undefined): boolean {
    const encoded = this.variant.encodeAll(frames)
    if (!encoded) return true
    if (!this.#host.outbound.write(encoded.bytes)) return false
    this.#host.wrote(frames)
    this.#moveTo(position)
    for (const frame of frames) this.#note(frame)
    return true
  }

  #moveTo(position: Position | undefined): void {
    if (position) this.#position = { ...position }
  }

  #note(frame: Frame): void {
    if (frame.type !== 'feed-skipped' && frame.type !== 'feed-gap') return
    const { epoch, afterSeq, seq: upToSeq } = frame
    const left = frame.type === 'feed-skipped' && frame.replaced === 0 ? 'low' : 'replaced'
    this.#page?.omitted({ epoch, afterSeq, upToSeq, kind: frame.type === 'feed-gap' ? 'gap' : left })
  }

  /** True if it has all that its hall has, and is written to with the others from now on. */
  #sit(cursor: FeedCursor): boolean {
    const hall = this.#hallOf(cursor)
    if (!hall) return false
    if (hall instanceof DelayLine) this.#giveUpTo(hall, cursor)
    this.#moveTo(cursor.position)
    if (!hall.audience.seat(this)) return false
    this.#seatedAt = hall
    this.#cursor = undefined
    cursor.feed.leave()
    return true
  }

  #hallOf({ feed, position }: FeedCursor): Hall | undefined {
    return position && this.#host.hallOf(feed, position)
  }

  /** A delay line may be ahead of this feed by a moment, too. */
  #giveUpTo({ window }: Hall, cursor: FeedCursor): void {
    const { position } = cursor
    if (!position || !window.covers(position)) return
    const events = window.slice(position.seq, aMomentsBytes)
    const last = events.at(-1)
    if (!last) return
    const lanes = this.#lanes
    const upTo = { epoch: last.epoch, seq: last.seq }
    if (this.#tryGive(lanes ? events.filter(event => lanes.includes(event.lane)) : events, upTo))
      cursor.moveTo(upTo)
  }

  async #comeBack(hall: Hall, slow: boolean): Promise<void> {
    const feed = this.#host.feedFrom(hall, this.#position)
    const lanes = this.#lanes
    const input = {
      matchId: hall.matchId,
      lastEventId: formatPosition(this.#position),
      from: 'live' as const,
      ...(lanes && { lanes }),
    }
    const snapshot = async () => (feed instanceof WatchedFeed ? feed.match.snapshot() : undefined)
    const cursor = new FeedCursor({ feed, input, snapshot })
    this.#cursor = cursor
    await this.#host.outbound.room()
    const thins = slow && !this.#complete && !this.#ended
    if (thins && feed instanceof WatchedFeed) await this.#skipAhead({ cursor, feed })
    await this.#catchUp(cursor)
  }

  async #skipAhead({
    cursor,
    feed,
  }: {
    readonly cursor: FeedCursor
    readonly feed: WatchedFeed
  }): Promise<void> {
    const laggard = { cursor, feed, lanes: this.#lanes, maxBytes: this.#host.laggardBytes }
    // Where the store does not tell, it catches up like any other, which waits for the store.
    const frames = await afterLag(laggard).catch(() => [])
    await this.#give(frames, cursor)
  }
}
