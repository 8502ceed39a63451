import { setTimeout as delay } from 'node:timers/promises'

/** Resolves when the wall clock has reached `dueMs`, never before; rejects when the signal aborts. */
export async function until(dueMs: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const waitMs = dueMs - Date.now()
    if (waitMs <= 0) return
    await delay(Math.min(waitMs, 60_000), undefined, { signal })
  }
}
