/** So many a second, and as many more at once as have been saved up. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #filledAtMs = 0

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#tokens = burst
  }

  /** False if there is none left. */
  take(nowMs: number): boolean {
    const gainedMs = Math.max(0, nowMs - (this.#filledAtMs || nowMs))
    this.#filledAtMs = nowMs
    this.#tokens = Math.min(this.#burst, this.#tokens + (gainedMs / 1_000) * this.#perSecond) - 1
    return this.#tokens >= 0
  }
}
