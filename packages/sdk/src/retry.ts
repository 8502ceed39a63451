const baseMs = 200
const capMs = 15_000

/**
 * Full jitter: uniform between 0 and `min(15 s, 200 ms · 2^attempt)`, so that clients cut off together do not
 * come back together (Brooker, "Exponential Backoff and Jitter").
 */
export const retryDelayMs = (attempt: number, random: () => number = Math.random): number =>
  Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.max(0, Math.min(attempt, 16))))
