/** Tokens come in at a steady rate, up to what the bucket holds. It starts full. */
export interface TokenBucket {
  /** The most that can be had at once. */
  readonly burst: number
  /** Milliseconds until so many could be taken without debt, nothing else being taken: 0 is now. */
  waitMs(tokens: number): number
  /** Takes them now, into debt if they are not there, but not deeper than `maxDebt`. */
  take(tokens: number, maxDebt?: number): void
}

export interface TokenBucketOptions {
  readonly perSecond: number
  /** How many seconds' worth it holds; at least one token. */
  readonly burstFactor: number
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}

export function createTokenBucket({
  perSecond,
  burstFactor,
  now = () => performance.now(),
}: TokenBucketOptions): TokenBucket {
  const burst = Math.max(1, Math.floor(perSecond * burstFactor))
  let tokens = burst
  let filledAtMs = now()
  const fill = () => {
    const atMs = now()
    tokens = Math.min(burst, tokens + ((atMs - filledAtMs) / 1_000) * perSecond)
    filledAtMs = atMs
  }
  return {
    burst,
    waitMs(wanted) {
      fill()
      return Math.max(0, ((wanted - tokens) / perSecond) * 1_000)
    },
    take(wanted, maxDebt = Number.POSITIVE_INFINITY) {
      fill()
      tokens = Math.min(tokens, Math.max(tokens - wanted, -maxDebt))
    },
  }
}
