/** The other side is left alone for a while: nothing was sent. */
export class BreakerOpen extends Error {
  override readonly name = 'BreakerOpen'
}

/**
 * Leaves a service alone that fails: after `failures` in a row nothing is sent for `openMs`, then one call alone finds
 * out whether it is back. So its absence costs its callers no waiting.
 */
export interface Breaker {
  /** Rejects with what `work` rejects with, or with BreakerOpen without having called it. */
  run<T>(work: () => Promise<T>): Promise<T>
  readonly state: 'closed' | 'open' | 'half-open'
}

export interface BreakerOptions {
  /** Default 3. */
  readonly failures?: number
  /** Default 10,000. */
  readonly openMs?: number
  /** Whether a rejection is the service's failure, and not an answer that says no. Default: each is. */
  readonly isFailure?: (error: unknown) => boolean
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}

export function createBreaker({
  failures = 3,
  openMs = 10_000,
  isFailure = () => true,
  now = () => performance.now(),
}: BreakerOptions = {}): Breaker {
  let inARow = 0
  let openedAtMs = 0
  let isProbing = false

  const state = (): Breaker['state'] => {
    if (inARow < failures) return 'closed'
    return isProbing || now() - openedAtMs < openMs ? 'open' : 'half-open'
  }
  const settle = (isGood: boolean) => {
    inARow = isGood ? 0 : inARow + 1
    if (!isGood) openedAtMs = now()
  }
  return {
    get state() {
      return state()
    },
    run: async work => {
      const before = state()
      if (before === 'open') throw new BreakerOpen('it failed too often, and is left alone for a while')
      const isProbe = before === 'half-open'
      isProbing ||= isProbe
      try {
        const result = await work()
        settle(true)
        return result
      } catch (error) {
        settle(!isFailure(error))
        throw error
      } finally {
        if (isProbe) isProbing = false
      }
    },
  }
}
