import { setTimeout as delay } from 'node:timers/promises'
import { defaultOverloadPolicy, type OverloadPolicy, overloadPolicySchema } from '@touchline/contracts'
import type { LogRecord } from '@touchline/streams'
import { type SplitBatch, splitBatch } from './split.ts'

/** One processor's answer to more events than it can store. */
export interface Overload {
  policy(): OverloadPolicy
  /** Which records are processed now, and which are put off or dropped. */
  split(records: readonly LogRecord[]): SplitBatch
  /** Resolves when so many more events may be stored. */
  admit(events: number): Promise<void>
  /** Whether the last sign of overload is more than five seconds old. */
  isPeakOver(): boolean
  /** Whether the policy has been read. */
  isLoaded(): boolean
  stop(): void
}

export interface OverloadOptions {
  /** The policy that operators set; undefined where none is set. */
  readonly readPolicy: () => Promise<unknown>
  readonly nowMs: () => number
  readonly onSplit?: (split: SplitBatch) => void
  readonly onError: (error: unknown) => void
  /** Default 1,000. */
  readonly refreshMs?: number
}

const calmAfterMs = 5_000

export function createOverload(options: OverloadOptions): Overload {
  const { nowMs, refreshMs = 1_000 } = options
  let policy = defaultOverloadPolicy
  let overloadedAtMs = Number.NEGATIVE_INFINITY
  let busy = false
  let loaded = false
  const refresh = async () => {
    if (busy) return
    busy = true
    try {
      policy = overloadPolicySchema.parse((await options.readPolicy()) ?? defaultOverloadPolicy)
      loaded = true
    } catch (error) {
      options.onError(error)
    } finally {
      busy = false
    }
  }
  void refresh()
  const timer = setInterval(refresh, refreshMs)
  const throttle = createThrottle(() => performance.now())
  return {
    policy: () => policy,
    split: records => {
      const split = splitBatch(records, policy, nowMs())
      if (split.isOverloaded) overloadedAtMs = nowMs()
      options.onSplit?.(split)
      return split
    },
    admit: async events => {
      const waitMs = throttle(events, policy.maxEventsPerSecond)
      if (waitMs > 0) await delay(waitMs)
    },
    isPeakOver: () => nowMs() - overloadedAtMs > calmAfterMs,
    isLoaded: () => loaded,
    stop: () => clearInterval(timer),
  }
}

/** Takes a place in line for `events` at a rate; how long until their turn, in milliseconds. */
export function createThrottle(clockMs: () => number) {
  let freeAtMs = Number.NEGATIVE_INFINITY
  return (events: number, perSecond: number | null): number => {
    if (perSecond === null || events === 0) return 0
    const now = clockMs()
    const startMs = Math.max(now, freeAtMs)
    freeAtMs = startMs + (events / perSecond) * 1_000
    return startMs - now
  }
}
