/** Remembers since when things have been so; what is not so at one look is forgotten. */
export interface FirstSeen<T> {
  /** Takes all that is so now, by key, and returns since when; `initial` is kept from the first look on. */
  look(
    now: ReadonlyMap<string, T>,
    nowMs: number,
  ): ReadonlyMap<string, { readonly sinceMs: number; readonly initial: T }>
}

/** `isSame`: whether what is so now is still what was so at first; else it counts as new. Default: always. */
export function createFirstSeen<T>(isSame: (initial: T, now: T) => boolean = () => true): FirstSeen<T> {
  let seen = new Map<string, { sinceMs: number; initial: T }>()
  return {
    look(now, nowMs) {
      const next = [...now].map(([key, value]) => {
        const before = seen.get(key)
        return [
          key,
          before && isSame(before.initial, value) ? before : { sinceMs: nowMs, initial: value },
        ] as const
      })
      seen = new Map(next)
      return seen
    },
  }
}
