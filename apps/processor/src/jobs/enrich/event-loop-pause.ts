import { setImmediate } from 'node:timers/promises'

/** The rules of a batch work so long at a time before the process serves others: health checks, sockets, timers. */
export const pauseEveryMs = 5

/** Gives the event loop a turn where the last was longer ago; costs next to nothing otherwise. */
export function createPause(everyMs: number): () => Promise<void> | undefined {
  let sinceMs = performance.now()
  return () => {
    if (performance.now() - sinceMs < everyMs) return undefined
    return setImmediate().then(() => {
      sinceMs = performance.now()
    })
  }
}
