/** How often a transient failure is tried again before it counts as lasting. */
export const maxRetries = 5

const firstCapMs = 1_000

/**
 * Full jitter: a wait in milliseconds, drawn evenly from 0 to 1, 2, 4, 8 and 16 s for `attempt` 1 to 5, as
 * `sleep = random(0, base · 2^(attempt − 1))`. An attempt outside 1 to 5 counts as the nearest of them.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog.
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const doublings = Math.min(Math.max(attempt, 1), maxRetries) - 1
  return random() * firstCapMs * 2 ** doublings
}
