import { type Lane, type MatchEvent, matchIdSchema, type Position } from '@touchline/contracts'
import type { FeedSlice, JoinedFeed } from '../feed-source.ts'

export const testMatch = matchIdSchema.parse('m')

export interface EventTimes {
  readonly occurredAtMs: number
  readonly storedAtMs: number
  readonly lane?: Lane
}

export const eventAt = ({ epoch, seq }: Position, times: EventTimes): MatchEvent => ({
  matchId: testMatch,
  epoch,
  seq,
  type: 'commentary-published',
  lane: times.lane ?? 'normal',
  source: 'broadcast',
  sourceEventId: `${epoch}-${seq}`,
  occurredAt: new Date(times.occurredAtMs).toISOString(),
  ingestedAt: new Date(times.storedAtMs).toISOString(),
  storedAt: new Date(times.storedAtMs).toISOString(),
  clock: { period: 1, seconds: seq },
  score: { home: 0, away: 0 },
  correlationId: 'test',
  payload: { text: 'x', lang: 'en' },
})

const eventsPerRead = 3

/** One match's feed in memory, with one follower; a few events a read. */
export class MemoryFeed implements JoinedFeed {
  epoch = 1
  reads = 0
  /** The first so many are gone from the store. */
  lost = 0
  hasLeft = false
  #events: MatchEvent[] = []
  #wake: (() => void) | undefined
  /** What this process knows of may lie behind the store. */
  knownSeq = 0

  add(times: EventTimes, isKnown = true): MatchEvent {
    const event = eventAt({ epoch: this.epoch, seq: this.#events.length + 1 }, times)
    this.#events.push(event)
    if (isKnown) this.know()
    return event
  }

  know(): void {
    this.knownSeq = this.#events.length
    this.#wake?.()
  }

  restore(): void {
    this.epoch++
    this.#events = []
    this.know()
  }

  head(): Position | undefined {
    return this.knownSeq === 0 && this.epoch === 1 ? undefined : { epoch: this.epoch, seq: this.knownSeq }
  }

  async refresh(): Promise<void> {
    this.know()
  }

  async read(after: Position, lanes?: readonly Lane[]): Promise<FeedSlice> {
    this.reads++
    if (after.epoch !== this.epoch) return { events: [], next: after }
    if (after.seq < this.lost) return { events: [], next: after, missing: true }
    const events = this.#events.slice(after.seq, Math.min(after.seq + eventsPerRead, this.knownSeq))
    const last = events.at(-1)
    return {
      events: lanes ? events.filter(event => lanes.includes(event.lane)) : events,
      next: last ? { epoch: last.epoch, seq: last.seq } : after,
    }
  }

  async changed(seen: Position | undefined): Promise<void> {
    const head = this.head()
    if (this.hasLeft || head?.seq !== seen?.seq || head?.epoch !== seen?.epoch) return
    await new Promise<void>(resolve => {
      this.#wake = resolve
    })
  }

  leave(): void {
    this.hasLeft = true
    this.#wake?.()
  }
}
