/** When events that are newer than a moment reached the fans. */
export interface Fresh {
  /** Milliseconds after the moment until the first fan had one; null: none did in time. */
  readonly firstMs: number | null
  /** Until every fan had one. */
  readonly allMs: number | null
}

interface Watch {
  readonly sinceMs: number
  readonly waiting: Set<number>
  firstMs: number | null
  readonly resolve: (fresh: Fresh) => void
}

export interface Freshness {
  /** Resolves once every fan has had a fresh event, or after `withinMs`. */
  await(sinceMs: number, withinMs: number): Promise<Fresh>
  seen(fan: number, occurredAtMs: number, nowMs: number): void
}

export function createFreshness(fans: number): Freshness {
  const watches = new Set<Watch>()
  return {
    await: (sinceMs, withinMs) =>
      new Promise(resolve => {
        const waiting = new Set(Array.from({ length: fans }, (_, fan) => fan))
        const watch = { sinceMs, waiting, firstMs: null, resolve }
        watches.add(watch)
        setTimeout(() => {
          if (watches.delete(watch)) resolve({ firstMs: watch.firstMs, allMs: null })
        }, withinMs)
      }),
    seen(fan, occurredAtMs, nowMs) {
      for (const watch of watches) {
        if (occurredAtMs < watch.sinceMs || !watch.waiting.delete(fan)) continue
        watch.firstMs ??= nowMs - watch.sinceMs
        if (watch.waiting.size > 0) continue
        watches.delete(watch)
        watch.resolve({ firstMs: watch.firstMs, allMs: nowMs - watch.sinceMs })
      }
    },
  }
}
