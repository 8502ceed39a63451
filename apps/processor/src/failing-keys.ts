/** Keys whose work failed lately: each waits longer after each failure, and no other waits for it. */
export interface FailingKeys {
  isDue(key: string): boolean
  failed(key: string): void
  worked(key: string): void
  /** How many are not due now, at most. */
  readonly size: number
}

export interface FailingKeysOptions {
  /** Of any clock that only rises. */
  readonly nowMs: () => number
  /** After the first failure; doubled by each more. Default 1,000. */
  readonly firstDelayMs?: number
  /** Default 300,000. */
  readonly maxDelayMs?: number
}

/** Beyond it, the one that failed longest ago is forgotten, and so tried sooner. */
const maxKeys = 10_000

export function createFailingKeys(options: FailingKeysOptions): FailingKeys {
  const { nowMs, firstDelayMs = 1_000, maxDelayMs = 300_000 } = options
  const keys = new Map<string, { readonly failures: number; readonly dueAtMs: number }>()
  return {
    isDue: key => (keys.get(key)?.dueAtMs ?? Number.NEGATIVE_INFINITY) <= nowMs(),
    failed(key) {
      const failures = (keys.get(key)?.failures ?? 0) + 1
      const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 30))
      keys.delete(key)
      keys.set(key, { failures, dueAtMs: nowMs() + delayMs })
      const [oldest] = keys.keys()
      if (keys.size > maxKeys && oldest !== undefined) keys.delete(oldest)
    },
    worked: key => void keys.delete(key),
    get size() {
      return keys.size
    },
  }
}
