export interface DoorwayOptions {
  /** How long the loop may be kept from its other work at a time. */
  readonly turnMs: number
  readonly maxWaiting: number
  /** Who has waited longer is turned away. */
  readonly maxWaitMs: number
}

interface Waiting {
  readonly sinceMs: number
  readonly enter: () => void
  readonly turnAway: () => void
}

/**
 * Lets a rush in one after the other, in the order in which they came, a little at each turn of the loop, so that those
 * who are in get what is theirs meanwhile. Nobody waits while nobody else does.
 */
export class Doorway {
  readonly #options: DoorwayOptions
  #waiting: Waiting[] = []
  #scheduled = false

  constructor(options: DoorwayOptions) {
    this.#options = options
  }

  /** Calls one of the two, now or later. */
  arrive(enter: () => void, turnAway: () => void): void {
    if (this.#waiting.length < this.#options.maxWaiting) {
      this.#waiting.push({ sinceMs: performance.now(), enter, turnAway })
      this.#schedule()
    } else turnAway()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    this.#scheduled = false
    const { turnMs, maxWaitMs } = this.#options
    const beganAtMs = performance.now()
    let served = 0
    for (const { sinceMs, enter, turnAway } of this.#waiting) {
      const nowMs = performance.now()
      if (served > 0 && nowMs - beganAtMs >= turnMs) break
      served++
      if (nowMs - sinceMs > maxWaitMs) turnAway()
      else enter()
    }
    this.#waiting = this.#waiting.slice(served)
    if (this.#waiting.length > 0) this.#schedule()
  }
}
