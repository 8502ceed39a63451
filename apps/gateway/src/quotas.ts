import type { Release } from '@touchline/api'

/** How many of something each caller has, so that none takes what is there for all. */
export class Quotas {
  readonly #limit: number
  readonly #taken = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Undefined if the caller has as many as it may. */
  take(caller: string): Release | undefined {
    const taken = this.#taken.get(caller) ?? 0
    if (taken >= this.#limit) return undefined
    this.#taken.set(caller, taken + 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      const left = (this.#taken.get(caller) ?? 1) - 1
      if (left > 0) this.#taken.set(caller, left)
      else this.#taken.delete(caller)
    }
  }
}
