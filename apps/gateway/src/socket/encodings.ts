import type { Release } from '@touchline/api'

/** The different encodings that the feeds of each caller need: each event is encoded once for each. */
export class Encodings {
  readonly #perCaller: number
  /** How many feeds need an encoding, by caller and key. */
  readonly #uses = new Map<string, Map<string, number>>()

  constructor(perCaller: number) {
    this.#perCaller = perCaller
  }

  /** For one more feed; undefined if the caller needs as many other ones as it may. */
  take(caller: string, key: string): Release | undefined {
    const own = this.#uses.get(caller) ?? new Map<string, number>()
    const uses = own.get(key) ?? 0
    if (uses === 0 && own.size >= this.#perCaller) return undefined
    own.set(key, uses + 1)
    this.#uses.set(caller, own)
    let held = true
    return () => {
      if (held) this.#leave(caller, key)
      held = false
    }
  }

  #leave(caller: string, key: string): void {
    const own = this.#uses.get(caller)
    const left = (own?.get(key) ?? 1) - 1
    if (left > 0) own?.set(key, left)
    else own?.delete(key)
    if (own?.size === 0) this.#uses.delete(caller)
  }
}
