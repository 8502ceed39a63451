export interface NowStore {
  subscribe(onTick: () => void): () => void
  /** The time of the last tick. */
  nowMs(): number
  /** The time the server drew the page at. */
  readonly renderedAtMs: number
}

const tickMs = 1_000

/** One clock for all times of a page; it stands still while nobody listens. */
export function createNowStore(renderedAtMs: number): NowStore {
  const listeners = new Set<() => void>()
  let nowMs = renderedAtMs
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    nowMs = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    renderedAtMs,
    nowMs: () => nowMs,
    subscribe(onTick) {
      listeners.add(onTick)
      timer ??= setInterval(tick, tickMs)
      return () => {
        listeners.delete(onTick)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
