import type { MatchEvent, Position } from '@touchline/contracts'
import type { FanOutLoad } from './fan-out-load.ts'
import type { MatchWindow } from './match-window.ts'

/** What all seats of one kind get the same bytes for: lanes, request id, framing. */
export interface Variant {
  /** Equal for variants whose bytes are equal. */
  readonly key: string
  /** The bytes of these events, and how many frames that is; undefined if it is none of them. */
  encode(events: readonly MatchEvent[]): Encoded | undefined
}

export interface Encoded {
  readonly bytes: Buffer
  readonly frames: number
}

/** One feed on one connection that has all events up to its position. */
export interface Seat {
  readonly variant: Variant
  readonly position: Position
  /** Writes at once, moves to `upTo`, and is true; or the connection can't take it, and nothing has happened. */
  write(encoded: Encoded | undefined, upTo: number): boolean
  /** It has been taken out of the audience: the connection was full (`slow`), or the window has moved on. */
  dismissed(slow: boolean): void
}

export interface AudienceOptions {
  readonly window: MatchWindow
  readonly load: FanOutLoad
  /** How long events may wait to be written together while there is much to write. */
  readonly coalesceMs: number
  /** Events of about so many bytes are written together at most. */
  readonly batchBytes: number
  onWritten(frames: number, oldest: MatchEvent): void
}

const chunkMs = 4
const seatsBetweenLooks = 64
const keptEncodings = 16

interface Group {
  readonly variant: Variant
  /** Holes are seats that left while a flush ran. */
  readonly seats: (Seat | undefined)[]
  holes: number
}

/**
 * The seats of one match that stand at its head. What is new is encoded once per variant and written to all.
 * Phases: `advanced` decides when (at once, or with what else comes within the gap that the load calls for; critical
 * events never wait), `flush` takes the window's news batch by batch, and each group writes them in chunks, from
 * another place each time, letting the event loop turn between them. A seat that is not where the batch begins gets
 * what it lacks by itself; one that can't take it is dismissed and comes back when it has caught up.
 */
export class Audience {
  readonly #options: AudienceOptions
  readonly #groups = new Map<string, Group>()
  readonly #places = new Map<Seat, number>()
  #flushed: Position | undefined
  #flushing = false
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Immediate | undefined
  #endedAtMs = 0
  #tookMs = 0
  #behindSinceMs: number | undefined
  #turn = 0

  constructor(options: AudienceOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#places.size
  }

  /** How long what is new has not been written to all seats yet. */
  backlogMs(nowMs: number): number {
    return this.#behindSinceMs === undefined ? 0 : nowMs - this.#behindSinceMs
  }

  /** Takes a seat that stands at the window's head; false if it does not. */
  seat(seat: Seat): boolean {
    const { window } = this.#options
    if (!window.isAt(seat.position)) return false
    if (this.size === 0 && !this.#flushing) this.#flushed = window.head
    const { variant } = seat
    const group = this.#groups.get(variant.key) ?? { variant, seats: [], holes: 0 }
    this.#groups.set(variant.key, group)
    this.#places.set(seat, group.seats.push(seat) - 1)
    return true
  }

  leave(seat: Seat): void {
    const place = this.#places.get(seat)
    const group = this.#groups.get(seat.variant.key)
    if (place === undefined || !group) return
    this.#places.delete(seat)
    group.seats[place] = undefined
    group.holes++
    if (!this.#flushing && group.holes * 2 > group.seats.length) this.#compact(group)
  }

  /** The window has moved. */
  advanced(): void {
    if (this.size > 0) this.#behindSinceMs ??= performance.now()
    if (this.#flushing || this.size === 0) return
    const waitMs = this.#isUrgent() ? 0 : this.#endedAtMs + this.#gapMs() - performance.now()
    if (waitMs <= 0) {
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#soon ??= setImmediate(() => void this.#flush())
    } else this.#timer ??= setTimeout(() => void this.#flush(), waitMs)
  }

  close(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#soon)
    for (const seat of [...this.#places.keys()]) this.#dismiss(seat, false)
  }

  #isUrgent(): boolean {
    return this.#options.window.newestCriticalSeq > (this.#flushed?.seq ?? 0)
  }

  /** As long as the last flush took, longer where others write much, and never longer than events may wait. */
  #gapMs(): number {
    const { coalesceMs, load } = this.#options
    return Math.min(coalesceMs, Math.max(this.#tookMs, coalesceMs * load.fraction(performance.now())))
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#timer)
    clearImmediate(this.#soon)
    this.#timer = undefined
    this.#soon = undefined
    if (this.#flushing) return
    this.#flushing = true
    const beganAtMs = performance.now()
    try {
      while (await this.#flushBatch());
    } finally {
      this.#flushing = false
      this.#behindSinceMs = undefined
      this.#endedAtMs = performance.now()
      this.#tookMs = this.#endedAtMs - beganAtMs
      for (const group of this.#groups.values()) if (group.holes > 0) this.#compact(group)
      // What came after the last look found a flush under way.
      if (!this.#flushed || !this.#options.window.isAt(this.#flushed)) this.advanced()
    }
  }

  /** True if there may be more. */
  async #flushBatch(): Promise<boolean> {
    const { window, batchBytes } = this.#options
    const after = this.#flushed
    const { head } = window
    if (!head || this.size === 0 || (after && window.isAt(after))) return false
    if (!after || !window.covers(after)) return this.#dismissAll(head)
    const events = window.slice(after.seq, batchBytes)
    const upTo = after.seq + events.length
    this.#flushed = { epoch: after.epoch, seq: upTo }
    this.#turn++
    let written = 0
    for (const group of this.#groups.values()) written += await this.#writeTo(group, { after, events, upTo })
    const [oldest] = events
    if (oldest && written > 0) this.#options.onWritten(written, oldest)
    return true
  }

  /** The window has jumped: all who are not where it is now read what they lack from the store. */
  #dismissAll(head: Position): true {
    this.#flushed = head
    for (const seat of [...this.#places.keys()]) {
      if (!this.#options.window.isAt(seat.position)) this.#dismiss(seat, false)
    }
    return true
  }

  async #writeTo(group: Group, batch: Batch): Promise<number> {
    const encodings = new Encodings(group.variant, batch, this.#options.window)
    const { seats } = group
    const count = seats.length
    const first = count === 0 ? 0 : (this.#turn * 7_919) % count
    let written = 0
    let sinceMs = performance.now()
    for (let index = 0; index < count; index++) {
      const seat = seats[(first + index) % count]
      if (seat) written += this.#writeSeat(seat, encodings)
      if (index % seatsBetweenLooks !== seatsBetweenLooks - 1) continue
      const spentMs = performance.now() - sinceMs
      if (spentMs < chunkMs) continue
      this.#options.load.add(spentMs, performance.now())
      await new Promise(resolve => setImmediate(resolve))
      sinceMs = performance.now()
    }
    this.#options.load.add(performance.now() - sinceMs, performance.now())
    return written
  }

  #writeSeat(seat: Seat, encodings: Encodings): number {
    const { epoch, seq } = seat.position
    if (epoch === encodings.epoch && seq >= encodings.upTo) return 0
    const encoded = epoch === encodings.epoch ? encodings.after(seq) : 'gone'
    if (encoded === 'gone') this.#dismiss(seat, false)
    else if (seat.write(encoded, encodings.upTo)) return encoded?.frames ?? 0
    else this.#dismiss(seat, true)
    return 0
  }

  #dismiss(seat: Seat, slow: boolean): void {
    this.leave(seat)
    seat.dismissed(slow)
  }

  #compact(group: Group): void {
    const left = group.seats.filter(seat => seat !== undefined)
    group.seats.length = 0
    group.holes = 0
    for (const seat of left) this.#places.set(seat, group.seats.push(seat) - 1)
    if (left.length === 0) this.#groups.delete(group.variant.key)
  }
}

interface Batch {
  readonly after: Position
  readonly events: readonly MatchEvent[]
  readonly upTo: number
}

/** A batch's bytes for one variant; for seats that stand elsewhere, a few others. */
class Encodings {
  readonly epoch: number
  readonly upTo: number
  readonly #variant: Variant
  readonly #window: MatchWindow
  readonly #afterSeq: number
  readonly #whole: Encoded | undefined
  readonly #others = new Map<number, Encoded | undefined>()

  constructor(variant: Variant, { after, events, upTo }: Batch, window: MatchWindow) {
    this.epoch = after.epoch
    this.upTo = upTo
    this.#variant = variant
    this.#window = window
    this.#afterSeq = after.seq
    this.#whole = variant.encode(events)
  }

  after(seq: number): Encoded | undefined | 'gone' {
    if (seq === this.#afterSeq) return this.#whole
    if (this.#others.has(seq)) return this.#others.get(seq)
    if (this.#others.size >= keptEncodings || !this.#window.covers({ epoch: this.epoch, seq })) return 'gone'
    const events = this.#window.slice(seq, Number.POSITIVE_INFINITY).filter(event => event.seq <= this.upTo)
    const encoded = this.#variant.encode(events)
    this.#others.set(seq, encoded)
    return encoded
  }
}
