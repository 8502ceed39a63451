import type { MatchEvent } from '@touchline/contracts'

interface Entry {
  readonly event: MatchEvent
  readonly bytes: number
}

/** The newest events of one match, contiguous, bounded in bytes of JSON text; the oldest go first. */
export class EventRing {
  #entries: Entry[] = []
  /** Entries before this index have been dropped; compacted now and then. */
  #start = 0
  #lastSeq: number
  #bytes = 0

  constructor(lastSeq: number) {
    this.#lastSeq = lastSeq
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  get bytes(): number {
    return this.#bytes
  }

  get length(): number {
    return this.#entries.length - this.#start
  }

  /** Takes the event that comes next; any other is a fault of the caller. */
  append(event: MatchEvent, bytes: number): void {
    if (event.seq !== this.#lastSeq + 1) throw new RangeError(`seq ${event.seq} after ${this.#lastSeq}`)
    this.#entries.push({ event, bytes })
    this.#lastSeq = event.seq
    this.#bytes += bytes
  }

  /** Takes what came just before the oldest event here; anything else is left out. */
  prepend(events: readonly MatchEvent[], bytesOf: (event: MatchEvent) => number): void {
    const firstSeq = this.#lastSeq - this.length + 1
    if (events.at(-1)?.seq !== firstSeq - 1) return
    const entries = events.map(event => ({ event, bytes: bytesOf(event) }))
    this.#entries = [...entries, ...this.#entries.slice(this.#start)]
    this.#start = 0
    this.#bytes += entries.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Whether everything after `seq` up to the last event is here. */
  covers(seq: number): boolean {
    return seq <= this.#lastSeq && seq >= this.#lastSeq - this.length
  }

  /** Events after a covered `seq`, at most about `maxBytes` of them, but one at least where there is one. */
  slice(seq: number, maxBytes: number): MatchEvent[] {
    const events: MatchEvent[] = []
    let bytes = 0
    for (let index = this.#entries.length - (this.#lastSeq - seq); index < this.#entries.length; index++) {
      const entry = this.#entries[index]
      if (!entry || (events.length > 0 && bytes + entry.bytes > maxBytes)) break
      events.push(entry.event)
      bytes += entry.bytes
    }
    return events
  }

  /** Drops the oldest events until at most `maxBytes` are left. */
  shrinkTo(maxBytes: number): void {
    while (this.#bytes > maxBytes && this.length > 0) {
      this.#bytes -= this.#entries[this.#start]?.bytes ?? 0
      this.#start++
    }
    if (this.#start > 1_024 && this.#start > this.#entries.length / 2) this.#compact()
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#start)
    this.#start = 0
  }
}
