/** Work is counted in microseconds. */
export interface WorkLimit {
  readonly microsPerSecond: number
  /** After a quiet time so much may be done at once. */
  readonly burstMicros: number
}

/** How much work one party may cause: a bucket that fills with time. What a piece of work overdraws is paid off first. */
export class WorkBudget {
  readonly #limit: WorkLimit
  #left: number
  #filledAtMs: number | undefined

  constructor(limit: WorkLimit) {
    this.#limit = limit
    this.#left = limit.burstMicros
  }

  spend(micros: number, nowMs: number): void {
    this.#fill(nowMs)
    this.#left -= micros
  }

  /** How long until it is not overdrawn any more. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs)
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / this.#limit.microsPerSecond) * 1_000)
  }

  isFull(nowMs: number): boolean {
    this.#fill(nowMs)
    return this.#left >= this.#limit.burstMicros
  }

  #fill(nowMs: number): void {
    const gainedMs = Math.max(0, nowMs - (this.#filledAtMs ?? nowMs))
    this.#filledAtMs = nowMs
    this.#left = Math.min(
      this.#limit.burstMicros,
      this.#left + (gainedMs / 1_000) * this.#limit.microsPerSecond,
    )
  }
}
