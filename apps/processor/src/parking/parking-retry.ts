import { setTimeout as delay } from 'node:timers/promises'
import { backoffMs, type Repeating } from '../repeat.ts'
import { type ParkingRetryOptions, retryDue } from './retry-parked.ts'

export interface ParkingRetrySettings extends ParkingRetryOptions {
  /** How often to look for what is due. Default 100. */
  readonly intervalMs?: number
  /** Matches tried at once. Default 4. */
  readonly concurrency?: number
}

/**
 * Tries parked matches when they are due, several side by side: one that is slow, or fails, keeps its own place and no
 * other's turn. Several processes may run it: each match is locked while it is tried.
 */
export function createParkingRetry(settings: ParkingRetrySettings): Repeating {
  const { onError, intervalMs = 100, concurrency = 4 } = settings
  const stopping = new AbortController()
  const inHand = new Map<string, Promise<void>>()

  let failures = 0

  const look = async (limit: number) => {
    try {
      const found = await retryDue(settings, { limit, inHand })
      failures = 0
      return found
    } catch (error) {
      failures += 1
      onError(error)
      return 0
    }
  }
  const round = async () => {
    const limit = concurrency - inHand.size
    if (limit === 0) return Promise.race(inHand.values())
    if ((await look(limit)) === limit) return
    const moreMs = failures === 0 ? 0 : backoffMs(failures, intervalMs, settings.random)
    await delay(intervalMs + moreMs, undefined, stopping).catch(() => {})
  }
  const run = async () => {
    while (!stopping.signal.aborted) await round()
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await Promise.all(inHand.values())
    },
  }
}
