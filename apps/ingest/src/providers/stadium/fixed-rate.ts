export interface Tick {
  readonly dueMs: number
  /** Ticks that passed while the last poll ran. */
  readonly skipped: number
}

/** The first tick after now, on the grid of the last one: late polls skip ticks and never pile up. */
export function nextTick(lastDueMs: number, nowMs: number, intervalMs: number): Tick {
  const skipped = Math.max(0, Math.floor((nowMs - lastDueMs) / intervalMs))
  return { dueMs: lastDueMs + (skipped + 1) * intervalMs, skipped }
}
