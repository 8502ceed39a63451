/** So many a second, and at most `burst` at once after a quiet time; full at first. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #filledAtMs: number | undefined

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#tokens = burst
  }

  /** False if there is none left, and then nothing is taken. */
  take(nowMs: number): boolean {
    const gainedMs = Math.max(0, nowMs - (this.#filledAtMs ?? nowMs))
    this.#filledAtMs = nowMs
    this.#tokens = Math.min(this.#burst, this.#tokens + (gainedMs / 1_000) * this.#perSecond)
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
