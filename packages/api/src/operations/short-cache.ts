export interface ShortCacheOptions {
  readonly freshMs: number
  /** The oldest go first. */
  readonly maxEntries: number
}

interface Entry<T> {
  readonly value: Promise<T>
  /** Counted from when it was asked for; endless while it is on its way. */
  freshUntilMs: number
}

/**
 * What is asked for by many and may be a moment old: loaded once for all who ask while it is fresh or under way. A load
 * that fails is not kept.
 */
export class ShortCache<T> {
  readonly #options: ShortCacheOptions
  readonly #entries = new Map<string, Entry<T>>()

  constructor(options: ShortCacheOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  /** `nowMs` of any clock that does not go back. */
  get(key: string, nowMs: number, load: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key)
    if (known && nowMs < known.freshUntilMs) return known.value
    const entry: Entry<T> = { value: load(), freshUntilMs: Number.POSITIVE_INFINITY }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    entry.value.then(
      () => {
        entry.freshUntilMs = nowMs + this.#options.freshMs
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key)
      },
    )
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.maxEntries) break
      this.#entries.delete(oldest)
    }
    return entry.value
  }
}
