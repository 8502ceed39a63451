export interface CoalescerOptions<Item> {
  /** Sends items in their order; called for one batch at a time. */
  readonly send: (items: readonly Item[]) => Promise<void>
  readonly bytesOf: (item: Item) => number
  /** A batch holds at most this, or one item. */
  readonly maxSendBytes: number
  /** What may wait; more is refused at once. */
  readonly maxPendingBytes: number
  /** How long an item may wait for its turn. */
  readonly timeoutMs: number
  readonly refuse: (reason: string) => Error
}

interface Waiting<Item> {
  readonly item: Item
  readonly bytes: number
  readonly deadlineMs: number
  resolve(): void
  reject(error: unknown): void
}

/** Group commit: what arrives while a batch is under way goes out together in the next one, in order. */
export interface Coalescer<Item> {
  add(item: Item): Promise<void>
  /** Refuses what comes from now on; resolves when what waits has been sent. */
  close(): Promise<void>
}

export function createCoalescer<Item>(options: CoalescerOptions<Item>): Coalescer<Item> {
  const { send, bytesOf, maxSendBytes, maxPendingBytes, timeoutMs, refuse } = options
  let queue: Waiting<Item>[] = []
  let pendingBytes = 0
  let closed = false
  let draining: Promise<void> | undefined

  function nextBatch(): Waiting<Item>[] {
    let count = 0
    for (let bytes = 0; count < queue.length; count += 1) {
      bytes += queue[count]?.bytes ?? 0
      if (count > 0 && bytes > maxSendBytes) break
    }
    const taken = queue.slice(0, count)
    queue = queue.slice(count)
    return taken.filter(isInTime)
  }

  function isInTime(waiting: Waiting<Item>): boolean {
    if (performance.now() <= waiting.deadlineMs) return true
    pendingBytes -= waiting.bytes
    waiting.reject(refuse(`nothing was sent within ${timeoutMs} ms`))
    return false
  }

  async function sendBatch(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await send(batch.map(waiting => waiting.item))
      for (const waiting of batch) waiting.resolve()
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    } finally {
      for (const waiting of batch) pendingBytes -= waiting.bytes
    }
  }

  async function drain(): Promise<void> {
    await Promise.resolve()
    while (queue.length > 0) {
      const batch = nextBatch()
      if (batch.length > 0) await sendBatch(batch)
    }
    draining = undefined
  }

  return {
    add(item) {
      if (closed) return Promise.reject(refuse('it is closed'))
      const bytes = bytesOf(item)
      if (pendingBytes > 0 && pendingBytes + bytes > maxPendingBytes) {
        return Promise.reject(refuse(`${pendingBytes} bytes wait already`))
      }
      pendingBytes += bytes
      return new Promise((resolve, reject) => {
        queue.push({ item, bytes, deadlineMs: performance.now() + timeoutMs, resolve, reject })
        draining ??= drain()
      })
    },
    async close() {
      closed = true
      await draining
    },
  }
}
