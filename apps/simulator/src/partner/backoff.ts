export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
}

/** Full jitter: evenly from 0 to `base · 2^attempt`, at most `cap`. `attempt` counts from 0, `random` is in [0, 1). */
export const fullJitterMs = (attempt: number, { baseMs, capMs }: Backoff, random: number): number =>
  random * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30))

/** `Retry-After` as milliseconds from `nowMs`: delta seconds or an HTTP date; undefined if it is neither. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1_000
  const dateMs = Date.parse(header)
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}
