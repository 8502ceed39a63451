/** How long to rest before what failed is tried again: longer after each failure in a row, with jitter. */
export interface RetryDelays {
  /** After one more failure. */
  next(): number
  /** There was progress. */
  reset(): void
}

export interface RetryDelayOptions {
  /** Default 2,000: what was away is soon in use when it is back. */
  readonly maxDelayMs?: number
  readonly random?: () => number
}

/** The first is `firstDelayMs`; each further one is drawn from the upper half of what doubles up to the most. */
export function createRetryDelays(firstDelayMs: number, options: RetryDelayOptions = {}): RetryDelays {
  const { maxDelayMs = 2_000, random = Math.random } = options
  let failures = 0
  return {
    next() {
      const doubledMs = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures, 30))
      failures += 1
      return failures === 1 ? firstDelayMs : Math.max(firstDelayMs, doubledMs) * (0.5 + random() / 2)
    },
    reset() {
      failures = 0
    },
  }
}

/** One for each key: no key's failures make another wait longer. */
export function createKeyedRetryDelays(firstDelayMs: number) {
  const delays = new Map<string, RetryDelays>()
  return {
    next(key: string): number {
      const its = delays.get(key) ?? createRetryDelays(firstDelayMs)
      delays.set(key, its)
      return its.next()
    },
    reset: (key: string) => void delays.delete(key),
  }
}
export type KeyedRetryDelays = ReturnType<typeof createKeyedRetryDelays>
