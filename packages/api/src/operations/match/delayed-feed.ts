import type { Lane, Position } from '@touchline/contracts'
import type { FeedSlice, JoinedFeed } from './feed-source.ts'
import { releaseAtMs } from './release.ts'

export interface DelayOptions {
  readonly delaySeconds: number
  readonly signal: AbortSignal
  nowMs(): number
  /** A place that is known to be released; from there on events are looked at one by one. Undefined: from the first. */
  readonly start: Position | undefined
  /** What the follower has been given before, by a feed with less delay: it is not lost for lying ahead. */
  readonly given: Position | undefined
}

/** The next place that will be released, and when. */
interface Due {
  readonly position: Position
  readonly atMs: number
}

/**
 * A feed that stays behind another: its head is the newest event that is released, and every event before it is. An
 * event is released once its time has come, see `releaseAtMs`, and all before it are. One timer per follower, set to
 * when the next event is due.
 */
export class DelayedFeed implements JoinedFeed {
  readonly #feed: JoinedFeed
  readonly #options: DelayOptions
  #released: Position | undefined
  #given: Position | undefined
  #due: Due | undefined
  #wake: (() => void) | undefined
  #hasLeft = false

  constructor(feed: JoinedFeed, options: DelayOptions) {
    this.#feed = feed
    this.#options = options
    this.#released = options.start
    this.#given = options.given
    if (options.signal.aborted) this.#hasLeft = true
    else options.signal.addEventListener('abort', this.#leave, { once: true })
  }

  /** The feed that it stays behind. */
  get behind(): JoinedFeed {
    return this.#feed
  }

  /** Whether all up to a place has come out by now, whatever this follower was given before. */
  hasReleased({ epoch, seq }: Position): boolean {
    return this.#released?.epoch === epoch && this.#released.seq >= seq
  }

  get delaySeconds(): number {
    return this.#options.delaySeconds
  }

  head(): Position | undefined {
    const real = this.#feed.head()
    if (!real) return undefined
    const { epoch } = real
    const given = this.#given?.epoch === epoch && this.#given.seq <= real.seq ? this.#given.seq : 0
    const released = this.#released?.epoch === epoch ? this.#released.seq : 0
    return { epoch, seq: Math.min(Math.max(given, released), real.seq) }
  }

  async refresh(): Promise<void> {
    await this.#feed.refresh()
    // Not in the history even now: it must not count once the match has come so far.
    const real = this.#feed.head()
    if ((this.#given?.seq ?? 0) > (real?.seq ?? 0)) this.#given = undefined
    await this.advance()
  }

  async read(after: Position, lanes?: readonly Lane[]): Promise<FeedSlice> {
    const head = this.head()
    if (head?.epoch !== after.epoch || after.seq >= head.seq) return { events: [], next: after }
    const slice = await this.#feed.read(after, lanes)
    if (slice.next.seq <= head.seq) return slice
    return { ...slice, events: slice.events.filter(event => event.seq <= head.seq), next: head }
  }

  async changed(seen: Position | undefined): Promise<void> {
    while (!this.#hasLeft && isSame(this.head(), seen)) {
      const real = this.#feed.head()
      await this.advance()
      if (this.#hasLeft || !isSame(this.head(), seen)) return
      if (this.#due) await this.#until(this.#due.atMs)
      else await this.#feed.changed(real)
    }
  }

  leave(): void {
    this.#leave()
    this.#feed.leave()
  }

  /** Moves the head up to what is released by now. */
  async advance(): Promise<void> {
    let isMoving = true
    while (isMoving && !this.#hasLeft) isMoving = await this.#step()
  }

  readonly #leave = () => {
    this.#hasLeft = true
    this.#options.signal.removeEventListener('abort', this.#leave)
    this.#wake?.()
  }

  /** Takes what is due, else looks at what comes next; false where there is nothing to do now. */
  async #step(): Promise<boolean> {
    const head = this.head()
    const real = this.#feed.head()
    if (!head || !real) return false
    if (this.#due?.position.epoch !== head.epoch || this.#due.position.seq <= head.seq) this.#due = undefined
    if (!this.#due) return head.seq < real.seq && (await this.#look(head, real))
    if (this.#options.nowMs() < this.#due.atMs) return false
    this.#release(this.#due.position)
    return true
  }

  async #look(head: Position, real: Position): Promise<boolean> {
    const slice = await this.#feed.read(head)
    const seenAtMs = this.#options.nowMs()
    const delayMs = this.#options.delaySeconds * 1_000
    // What the store has lost is passed over when it all would have been released.
    if (slice.missing) this.#due = { position: real, atMs: seenAtMs + delayMs }
    for (const event of slice.events) {
      const atMs = releaseAtMs(event, { delayMs, seenAtMs })
      const position = { epoch: event.epoch, seq: event.seq }
      if (atMs > seenAtMs) {
        this.#due = { position, atMs }
        break
      }
      this.#release(position)
    }
    return slice.events.length > 0
  }

  #release(position: Position): void {
    this.#released = position
    this.#due = undefined
  }

  #until(atMs: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(() => this.#wake?.(), Math.max(1, Math.ceil(atMs - this.#options.nowMs())))
      timer.unref()
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve()
      }
    })
  }
}

const isSame = (a: Position | undefined, b: Position | undefined): boolean =>
  a?.epoch === b?.epoch && a?.seq === b?.seq
