import type { MatchEvent, Position } from '@touchline/contracts'
import type { Notice } from '@touchline/streams'
import { EventRing } from './event-ring.ts'
import { textOf } from './event-text.ts'

/**
 * `heal`: what came does not join on to what is here; the store must be asked. `other`: it tells of another event where
 * one stands here.
 */
export type Verdict = 'appended' | 'old' | 'heal' | 'other'

/**
 * What this process knows of one match: its head and the newest events, contiguous up to the head.
 * The head moves only by events that join on, or by the word of the store.
 */
export class MatchWindow {
  readonly #matchId: string
  readonly #maxBytes: number
  #epoch: number | undefined
  #ring = new EventRing(0)
  #newestCriticalSeq = 0
  #newest: MatchEvent | undefined

  constructor(matchId: string, maxBytes: number) {
    this.#matchId = matchId
    this.#maxBytes = maxBytes
  }

  get head(): Position | undefined {
    return this.#epoch === undefined ? undefined : { epoch: this.#epoch, seq: this.#ring.lastSeq }
  }

  get bytes(): number {
    return this.#ring.bytes
  }

  /** The event at the head, if it has been here; kept when the ring has let go of it. */
  get newest(): MatchEvent | undefined {
    return this.#newest
  }

  /** 0 if none has come since this process follows the match. */
  get newestCriticalSeq(): number {
    return this.#newestCriticalSeq
  }

  isAt(position: Position | undefined): boolean {
    if (position === undefined) return this.#epoch === undefined
    return position.epoch === this.#epoch && position.seq === this.#ring.lastSeq
  }

  covers({ epoch, seq }: Position): boolean {
    return epoch === this.#epoch && this.#ring.covers(seq)
  }

  slice(seq: number, maxBytes: number): MatchEvent[] {
    return this.#ring.slice(seq, maxBytes)
  }

  accept(notice: Notice): Verdict {
    if (this.#epoch === undefined || notice.epoch > this.#epoch) return 'heal'
    if (notice.epoch < this.#epoch) return 'old'
    if (notice.lastSeq <= this.#ring.lastSeq) return this.#tellsOfAnother(notice) ? 'other' : 'old'
    if (notice.body === undefined || notice.firstSeq > this.#ring.lastSeq + 1) return 'heal'
    const events = this.#eventsIn(notice, notice.body)
    if (!events) return 'heal'
    const bytesEach = Math.ceil(notice.body.length / events.length)
    this.#append(events, () => bytesEach)
    return 'appended'
  }

  /** Takes what the store gave after some position; false if it does not join on: another epoch, or a gap. */
  appendStored(events: readonly MatchEvent[]): boolean {
    const joinsOn =
      events.every(event => event.epoch === this.#epoch) &&
      isContiguous(events) &&
      (events[0]?.seq ?? 0) <= this.#ring.lastSeq + 1
    if (joinsOn) this.#append(events, event => textOf(event).length)
    return joinsOn
  }

  /** Takes what the store has just before the oldest event here, contiguous; what does not join on is left out. */
  prependStored(events: readonly MatchEvent[]): void {
    if (!isContiguous(events) || events.some(event => event.epoch !== this.#epoch)) return
    this.#ring.prepend(events, event => textOf(event).length)
    const last = events.at(-1)
    if (last?.seq === this.#ring.lastSeq) this.#newest = last
    this.#ring.shrinkTo(this.#maxBytes)
  }

  /** The event at the head; any other is none of ours. */
  learn(event: MatchEvent | undefined): void {
    if (event && this.isAt({ epoch: event.epoch, seq: event.seq })) this.#newest = event
  }

  /** Starts over at the store's word; events up to it are read from the store. */
  restartAt({ epoch, seq }: Position): void {
    this.#epoch = epoch
    this.#ring = new EventRing(seq)
    this.#newestCriticalSeq = 0
    this.#newest = undefined
  }

  shrinkTo(maxBytes: number): void {
    this.#ring.shrinkTo(maxBytes)
  }

  #append(events: readonly MatchEvent[], bytesOf: (event: MatchEvent) => number): void {
    for (const event of events) {
      if (event.seq <= this.#ring.lastSeq) continue
      this.#ring.append(event, bytesOf(event))
      this.#newest = event
      if (event.lane === 'critical') this.#newestCriticalSeq = event.seq
    }
    this.#ring.shrinkTo(this.#maxBytes)
  }

  /** By the looks of its text, which is not parsed for that: whoever wants to be sure asks the store. */
  #tellsOfAnother({ lastSeq, body }: Notice): boolean {
    const at = { epoch: this.#epoch ?? 0, seq: lastSeq - 1 }
    const [known] = body !== undefined && this.covers(at) ? this.slice(at.seq, 1) : []
    if (!known || body === undefined) return false
    const { sourceEventId, storedAt } = known
    return !body.includes(JSON.stringify(sourceEventId)) || !body.includes(JSON.stringify(storedAt))
  }

  /** A notice's events; undefined unless they are just what it announces. */
  #eventsIn({ epoch, firstSeq, lastSeq }: Notice, body: string): readonly MatchEvent[] | undefined {
    const events = parseEvents(body)
    const fits =
      events[0]?.seq === firstSeq &&
      events.at(-1)?.seq === lastSeq &&
      isContiguous(events) &&
      events.every(event => event.epoch === epoch && event.matchId === this.#matchId)
    return fits ? events : undefined
  }
}

const isContiguous = (events: readonly MatchEvent[]): boolean =>
  events.every((event, index) => index === 0 || event.seq === (events[index - 1]?.seq ?? 0) + 1)

/** Relays of our own wrote these from stored rows, so their place is checked and not their every field. */
function parseEvents(body: string): readonly MatchEvent[] {
  try {
    const parsed: unknown = JSON.parse(body)
    const events = Array.isArray(parsed) ? parsed : []
    return events.every(event => typeof event === 'object' && event !== null) ? events : []
  } catch {
    return []
  }
}
