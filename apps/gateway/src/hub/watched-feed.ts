import { setTimeout as delay } from 'node:timers/promises'
import type { FeedSlice, JoinedFeed } from '@touchline/api'
import type { Lane, MatchEvent, Position } from '@touchline/contracts'
import type { History } from './history.ts'
import type { WatchedMatch } from './watched-match.ts'

const sliceBytes = 32 * 1024
const retryDelaysMs = [0, 50, 250, 500, 1_000] as const

export interface WatchedFeedOptions {
  readonly match: WatchedMatch
  readonly history: History
  /** Ends it like `leave`. */
  readonly signal?: AbortSignal
  onFailure(error: unknown): void
}

/** One follower: a place to be woken at, and reads from the ring or, behind it, from the history. */
export class WatchedFeed implements JoinedFeed {
  readonly #options: WatchedFeedOptions
  readonly #match: WatchedMatch
  readonly #left = new AbortController()
  #wakeUp: (() => void) | undefined
  readonly #wake = () => {
    const wakeUp = this.#wakeUp
    this.#wakeUp = undefined
    wakeUp?.()
  }
  readonly #leave = () => this.leave()

  constructor(options: WatchedFeedOptions) {
    this.#options = options
    this.#match = options.match
    this.#match.follow(this.#wake)
    options.signal?.addEventListener('abort', this.#leave, { once: true })
    if (options.signal?.aborted) this.leave()
  }

  get match(): WatchedMatch {
    return this.#match
  }

  /** A page of the critical events after a position; `complete` if the store has no more of them. */
  async readCritical(after: Position): ReturnType<History['readLanes']> {
    const read = await this.#options.history.readLanes(this.#match.matchId, after, ['critical'])
    this.#match.handedOut.note(read.events)
    return read
  }

  head(): Position | undefined {
    return this.#match.window.head
  }

  async refresh(): Promise<void> {
    for (let attempt = 0; !this.#left.signal.aborted; attempt++) {
      if (await this.#match.refresh()) return
      await this.#pause(attempt)
    }
  }

  async read(after: Position, lanes?: readonly Lane[]): Promise<FeedSlice> {
    const { window } = this.#match
    if (!window.covers(after)) return this.#readHistory(after, lanes)
    const events = window.slice(after.seq, sliceBytes)
    return sliceOf(after, events, lanes)
  }

  changed(seen: Position | undefined): Promise<void> {
    if (this.#left.signal.aborted || !this.#match.window.isAt(seen)) return Promise.resolve()
    return new Promise(resolve => {
      this.#wakeUp = resolve
    })
  }

  leave(): void {
    if (this.#left.signal.aborted) return
    this.#options.signal?.removeEventListener('abort', this.#leave)
    this.#left.abort()
    this.#match.unfollow(this.#wake, Date.now())
    this.#wake()
  }

  /** Tries again while the store fails or lags behind the head, for as long as the follower wants it. */
  async #readHistory(after: Position, lanes: readonly Lane[] | undefined): Promise<FeedSlice> {
    for (let attempt = 0; this.#wants(after); attempt++) {
      const slice = await this.#tryHistory(after, lanes)
      if (slice && slice.next.seq > after.seq) return slice
      // Once more with a fresh head, since this may be a reader that lags behind the writer.
      if (slice?.missing && attempt > 0) return slice
      await this.#pause(attempt)
      if (attempt > 0) await this.#match.refresh()
    }
    return { events: [], next: after }
  }

  async #pause(attempt: number): Promise<void> {
    const longestMs = retryDelaysMs[Math.min(attempt, retryDelaysMs.length - 1)] ?? 0
    // All followers fail at one moment, and must not all come back at one.
    const delayMs = longestMs * (0.5 + Math.random() / 2)
    await delay(delayMs, undefined, { signal: this.#left.signal }).catch(() => {})
  }

  #wants(after: Position): boolean {
    return !this.#left.signal.aborted && this.head()?.epoch === after.epoch
  }

  async #tryHistory(after: Position, lanes: readonly Lane[] | undefined): Promise<FeedSlice | undefined> {
    const { history, onFailure } = this.#options
    const headBefore = this.head()
    try {
      if (!lanes) {
        const { events, gone } = await history.read(this.#match.matchId, after)
        return { ...sliceOf(after, this.#give(events)), missing: gone }
      }
      const { events, complete } = await history.readLanes(this.#match.matchId, after, lanes)
      const slice = sliceOf(after, this.#give(events))
      return complete && headBefore && headBefore.seq > slice.next.seq
        ? { ...slice, next: headBefore }
        : slice
    } catch (error) {
      onFailure(error)
      return undefined
    }
  }

  /** The store may be ahead of the head; a cursor beyond the head would look like one of a lost history. */
  #give(events: readonly MatchEvent[]): readonly MatchEvent[] {
    const headSeq = this.head()?.seq ?? 0
    const last = events.at(-1)
    const given = last && last.seq > headSeq ? events.filter(event => event.seq <= headSeq) : events
    this.#match.handedOut.note(given)
    return given
  }
}

function sliceOf(after: Position, events: readonly MatchEvent[], lanes?: readonly Lane[]): FeedSlice {
  const last = events.at(-1)
  return {
    events: lanes ? events.filter(event => lanes.includes(event.lane)) : events,
    next: last ? { epoch: last.epoch, seq: last.seq } : after,
  }
}
