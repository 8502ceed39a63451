import { createRateLimiter } from './rate-limiter.ts'
import type { RedisGate } from './redis-gate.ts'

export interface SharedCountsOptions {
  /** Tells this process from its like. */
  readonly instance: string
  /** Called once for each change, at first only where counting together does not work. */
  readonly onChange: (isAlone: boolean) => void
  /** Default 1,000. */
  readonly everyMs?: number
}

/** Whether this process counts requests by itself alone, though Redis is named to count in together. */
export interface SharedCounts {
  readonly isAlone: boolean
  close(): void
}

/** Counts something every second, so that a Redis that fails is noticed, and one that is back, without any request. */
export function watchSharedCounts(gate: RedisGate, options: SharedCountsOptions): SharedCounts {
  const { instance, onChange, everyMs = 1_000 } = options
  const count = createRateLimiter({ name: 'probe', points: 1_000, windowSeconds: 10 }, gate, 1)
  let isAlone = false
  const look = async () => {
    await count(instance)
    if (gate.isFailing === isAlone) return
    isAlone = gate.isFailing
    onChange(isAlone)
  }
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return {
    get isAlone() {
      return isAlone
    },
    close: () => clearInterval(timer),
  }
}
