export interface Backoff {
  /** The most that the first wait can take; it doubles with every attempt. */
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Full jitter: a wait drawn evenly from 0 to `base · 2^attempt`, at most `cap`. `attempt` counts from 0.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog.
 */
export function fullJitterMs(attempt: number, { baseMs, capMs }: Backoff, random = Math.random): number {
  return random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30))
}

/** Resolves after `delayMs`, or at once when the signal aborts; never rejects. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    signal.addEventListener('abort', done, { once: true })
  })
}
