import { setImmediate as nextTurn } from 'node:timers/promises'
import { type ApiContext, FeedCursor, takenFeedOf } from '@touchline/api'
import { type FeedInput, type Frame, formatPosition, type Position } from '@touchline/contracts'
import type { FeedEnd, FeedPage } from '../evidence/feed-journal.ts'
import type { Encoded, Seat } from '../hub/audience.ts'
import { WatchedFeed } from '../hub/watched-feed.ts'
import type { WatchedMatch } from '../hub/watched-match.ts'
import { FeedVariant } from './feed-variant.ts'
import { afterLag } from './lag.ts'
import type { Outbound } from './outbound.ts'
import { type Request, runProcedure } from './procedures.ts'

/** The connection that a feed is on, as far as the feed needs it. */
export interface FeedHost {
  readonly outbound: Outbound
  readonly laggardBytes: number
  readonly deflated: boolean
  feedOf(match: WatchedMatch): WatchedFeed
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
  #position: Position = { epoch: 0, seq: 0 }
  #cursor: FeedCursor | undefined
  #seatedAt: WatchedMatch | undefined
  #page: FeedPage | undefined
  #release: (() => void) | undefined
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
    this.#position = { epoch: this.#position.epoch, seq: upTo }
    return true
  }

  dismissed(slow: boolean): void {
    const match = this.#seatedAt
    this.#seatedAt = undefined
    if (match && !this.#ended) void this.#comeBack(match, slow)
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
  }

  async #catchUp(cursor: FeedCursor): Promise<void> {
    try {
      while (!this.#ended && !this.#sit(cursor)) await this.#step(cursor)
    } catch (error) {
      if (!this.#ended) this.#host.failed(this, error)
    }
  }

  async #step(cursor: FeedCursor): Promise<void> {
    await this.#host.outbound.room()
    const frames = this.#ended ? [] : await cursor.next()
    if (this.#ended) return
    if (frames.length > 0) {
      this.#give(frames, cursor)
      await nextTurn()
    } else if (!this.#isAtHead(cursor)) await cursor.changed()
  }

  #give(frames: readonly Frame[], { position }: FeedCursor): void {
    const encoded = this.variant.encodeAll(frames)
    if (!encoded) return
    this.#host.outbound.write(encoded.bytes)
    this.#host.wrote(frames)
    this.#position = position ?? this.#position
    for (const frame of frames) this.#note(frame)
  }

  #note(frame: Frame): void {
    if (frame.type !== 'feed-skipped' && frame.type !== 'feed-gap') return
    const { epoch, afterSeq, seq: upToSeq } = frame
    const left = frame.type === 'feed-skipped' && frame.replaced === 0 ? 'low' : 'replaced'
    this.#page?.omitted({ epoch, afterSeq, upToSeq, kind: frame.type === 'feed-gap' ? 'gap' : left })
  }

  /** In the same turn as the look at the head, so that nothing falls between. */
  #sit(cursor: FeedCursor): boolean {
    const { feed, position } = cursor
    if (!(feed instanceof WatchedFeed) || !position || !this.#isAtHead(cursor)) return false
    this.#position = position
    if (!feed.match.audience.seat(this)) return false
    this.#seatedAt = feed.match
    this.#cursor = undefined
    feed.leave()
    return true
  }

  #isAtHead({ feed, position }: FeedCursor): boolean {
    return feed instanceof WatchedFeed && position !== undefined && feed.match.window.isAt(position)
  }

  async #comeBack(match: WatchedMatch, slow: boolean): Promise<void> {
    const feed = this.#host.feedOf(match)
    const lanes = this.#lanes
    const input = {
      matchId: match.matchId,
      lastEventId: formatPosition(this.#position),
      from: 'live' as const,
      ...(lanes && { lanes }),
    }
    const cursor = new FeedCursor({ feed, input, snapshot: () => match.snapshot() })
    this.#cursor = cursor
    await this.#host.outbound.room()
    if (slow && !this.#complete && !this.#ended) await this.#skipAhead({ cursor, feed })
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
    if (!this.#ended) this.#give(frames, cursor)
  }
}
