import type { MatchId, Position } from '@touchline/contracts'
import type { EventStore } from './event-store.ts'

interface Waiter {
  resolve(head: Position | undefined): void
  reject(error: unknown): void
}

/** Reads heads in batches: one query at a time, and who asks meanwhile shares the next, so answers are fresh. */
export class HeadReader {
  readonly #store: EventStore
  #waiting = new Map<MatchId, Waiter[]>()
  #reading = false

  constructor(store: EventStore) {
    this.#store = store
  }

  /** The position of a match's newest event as of a moment after the call; undefined if it has no row. */
  read(matchId: MatchId): Promise<Position | undefined> {
    return new Promise((resolve, reject) => {
      const waiters = this.#waiting.get(matchId) ?? []
      waiters.push({ resolve, reject })
      this.#waiting.set(matchId, waiters)
      if (!this.#reading) void this.#readAll()
    })
  }

  async #readAll(): Promise<void> {
    this.#reading = true
    while (this.#waiting.size > 0) {
      // One turn, so that all who ask in this one share the query.
      await new Promise(resolve => setImmediate(resolve))
      const batch = this.#waiting
      this.#waiting = new Map()
      await this.#readBatch(batch)
    }
    this.#reading = false
  }

  async #readBatch(batch: ReadonlyMap<MatchId, readonly Waiter[]>): Promise<void> {
    try {
      const heads = await this.#store.readHeads([...batch.keys()])
      for (const [matchId, waiters] of batch) for (const waiter of waiters) waiter.resolve(heads.get(matchId))
    } catch (error) {
      for (const waiters of batch.values()) for (const waiter of waiters) waiter.reject(error)
    }
  }
}
