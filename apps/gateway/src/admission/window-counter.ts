/** Counts keys in windows of time, in this process alone and without waiting. */
export interface WindowCounter {
  /** Whether one more is within the limit. */
  take(key: string): boolean
}

export interface WindowCounterOptions {
  readonly limit: number
  readonly windowMs: number
  /** Beyond so many keys in a window the others are counted together. */
  readonly maxKeys: number
  now(): number
}

const others = '\0others'

export function createWindowCounter({ limit, windowMs, maxKeys, now }: WindowCounterOptions): WindowCounter {
  let counts = new Map<string, number>()
  let window = 0
  return {
    take(key) {
      const current = Math.floor(now() / windowMs)
      if (current !== window) {
        window = current
        counts = new Map()
      }
      const counted = counts.size < maxKeys || counts.has(key) ? key : others
      const count = (counts.get(counted) ?? 0) + 1
      counts.set(counted, count)
      return count <= limit
    },
  }
}
