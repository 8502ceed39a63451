import type { Duplex } from 'node:stream'

/** Beyond what feeds may fill, so that answers to a client whose feeds fill it find room. */
const answersShare = 1 / 4

/**
 * What waits to be sent on one connection. Nothing is taken beyond its bound, one write more than that at the most;
 * whoever has much to write asks `fits`, or waits for `room`, before.
 */
export class Outbound {
  readonly #connection: Duplex
  readonly #maxBytes: number
  #room: Promise<void> | undefined
  #leastBytes = 0
  #movedAtMs = 0

  constructor(connection: Duplex, maxBytes: number) {
    this.#connection = connection
    this.#maxBytes = maxBytes
  }

  get queuedBytes(): number {
    return this.#connection.writableLength
  }

  get isFull(): boolean {
    return this.queuedBytes > this.#maxBytes
  }

  fits(bytes: number): boolean {
    return this.queuedBytes + bytes <= this.#maxBytes
  }

  /** Never waits; false if it is full, and then nothing is written. What goes to a connection that is gone is lost. */
  write(bytes: Buffer): boolean {
    if (this.#connection.destroyed) return true
    if (this.queuedBytes > this.#maxBytes * (1 + answersShare)) return false
    this.#connection.write(bytes)
    return true
  }

  /** Resolves when little waits, or nobody is there to take it any more. */
  async room(): Promise<void> {
    while (this.queuedBytes > this.#maxBytes / 4 && !this.#connection.destroyed) {
      this.#room ??= this.#drained()
      await this.#room
    }
  }

  /** How long nothing of what waits has been taken. */
  stalledMs(nowMs: number): number {
    const { queuedBytes } = this
    if (queuedBytes > 0 && queuedBytes >= this.#leastBytes && this.#movedAtMs > 0)
      return nowMs - this.#movedAtMs
    this.#leastBytes = queuedBytes
    this.#movedAtMs = queuedBytes > 0 ? nowMs : 0
    return 0
  }

  #drained(): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        this.#room = undefined
        this.#connection.off('drain', done)
        this.#connection.off('close', done)
        resolve()
      }
      this.#connection.on('drain', done)
      this.#connection.on('close', done)
    })
  }
}
