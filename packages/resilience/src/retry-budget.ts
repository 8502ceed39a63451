/** Keeps retries a small part of the calls, so that a fault is not answered with more load. */
export interface RetryBudget {
  /** Tells of calls that were made (first attempts, not retries). */
  deposit(calls: number): void
  /** Takes one retry if there is one; false means: don't retry now. */
  spend(): boolean
}

export interface RetryBudgetOptions {
  /** Retries per call. Default 0.1. */
  readonly ratio?: number
  /** Retries a second that are allowed even where there are few calls. Default 1. */
  readonly minPerSecond?: number
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}

const windowSeconds = 10
/** Ten calls give one retry, although ten times 0.1 is a little less than 1 in binary. */
const rounding = 1e-9

/**
 * Over the last ten seconds: retries ≤ `ratio` · calls + `minPerSecond` · 10. What is not spent in that time is
 * gone, so a long quiet stretch saves up nothing. Source: Finagle's RetryBudget.
 */
export function createRetryBudget({
  ratio = 0.1,
  minPerSecond = 1,
  now = () => performance.now(),
}: RetryBudgetOptions = {}): RetryBudget {
  const slots = Array.from({ length: windowSeconds }, () => ({ second: -1, credit: 0 }))
  const secondNow = () => Math.floor(now() / 1_000)
  const add = (credit: number) => {
    const second = secondNow()
    const index = second % windowSeconds
    const slot = slots[index]
    if (slot?.second === second) slot.credit += credit
    else slots[index] = { second, credit }
  }
  const balance = () => {
    const oldest = secondNow() - windowSeconds
    const inWindow = slots.filter(slot => slot.second > oldest)
    return inWindow.reduce((sum, slot) => sum + slot.credit, minPerSecond * windowSeconds)
  }
  return {
    deposit: calls => add(calls * ratio),
    spend() {
      if (balance() + rounding < 1) return false
      add(-1)
      return true
    },
  }
}
