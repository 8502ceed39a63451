const windowMs = 100

/** How much of the last tenth of a second went into writing to sockets, from 0 to 1; forgets exponentially. */
export class FanOutLoad {
  #levelMs = 0
  #atMs = 0

  add(spentMs: number, nowMs: number): void {
    this.#levelMs = this.#levelMs * this.#decay(nowMs) + spentMs
    this.#atMs = nowMs
  }

  fraction(nowMs: number): number {
    return Math.min(1, (this.#levelMs * this.#decay(nowMs)) / windowMs)
  }

  #decay(nowMs: number): number {
    return Math.exp((this.#atMs - nowMs) / windowMs)
  }
}
