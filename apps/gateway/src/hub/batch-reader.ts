interface Waiter<V> {
  resolve(value: V | undefined): void
  reject(error: unknown): void
}

interface Batch<A, V> {
  readonly asks: Map<string, A>
  readonly waiters: Map<string, Waiter<V>[]>
}

export interface BatchReaderOptions<A, V> {
  keyOf(ask: A): string
  /** What there is, by key. */
  readAll(asks: readonly A[]): Promise<ReadonlyMap<string, V>>
}

/**
 * Reads in batches: one query at a time, and who asks meanwhile shares the next. So an answer is as of a moment after it
 * was asked for, and answers come in the order in which the store gave them.
 */
export class BatchReader<A, V> {
  readonly #options: BatchReaderOptions<A, V>
  #next: Batch<A, V> = emptyBatch()
  #reading = false

  constructor(options: BatchReaderOptions<A, V>) {
    this.#options = options
  }

  /** Undefined where there is nothing. Of two who ask under one key in one batch the later one's question counts. */
  read(ask: A): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      const key = this.#options.keyOf(ask)
      const waiters = this.#next.waiters.get(key) ?? []
      waiters.push({ resolve, reject })
      this.#next.waiters.set(key, waiters)
      this.#next.asks.set(key, ask)
      if (!this.#reading) void this.#readAll()
    })
  }

  async #readAll(): Promise<void> {
    this.#reading = true
    while (this.#next.asks.size > 0) {
      // One turn, so that all who ask in this one share the query.
      await new Promise(resolve => setImmediate(resolve))
      const batch = this.#next
      this.#next = emptyBatch()
      await this.#readBatch(batch)
    }
    this.#reading = false
  }

  async #readBatch({ asks, waiters }: Batch<A, V>): Promise<void> {
    try {
      const found = await this.#options.readAll([...asks.values()])
      for (const [key, those] of waiters) for (const waiter of those) waiter.resolve(found.get(key))
    } catch (error) {
      for (const those of waiters.values()) for (const waiter of those) waiter.reject(error)
    }
  }
}

const emptyBatch = <A, V>(): Batch<A, V> => ({ asks: new Map(), waiters: new Map() })
