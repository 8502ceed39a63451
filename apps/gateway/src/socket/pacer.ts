import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { WebSocket } from 'ws'

const firstLookMs = 5
const slowestLookMs = 200

export interface PacerOptions {
  readonly highWaterBytes: number
  /** How long a socket may take nothing before it is cut off. */
  readonly stallMs: number
  onStalled(): void
}

/**
 * Holds the feeds of one socket back while it has much to send: what a slow client has not taken stays in the
 * ring and in the store, and not in this process's memory. All feeds of the socket share one wait.
 */
export class Pacer {
  readonly #socket: WebSocket
  readonly #options: PacerOptions
  #draining: Promise<void> | undefined

  constructor(socket: WebSocket, options: PacerOptions) {
    this.#socket = socket
    this.#options = options
  }

  get isFull(): boolean {
    return this.#socket.bufferedAmount > this.#options.highWaterBytes
  }

  /** Resolves when the socket can take more, or is gone. */
  async ready(frames: number): Promise<void> {
    // Many at once: let the other sockets have their turn first.
    if (frames > 1) await nextTurn()
    if (!this.isFull) return
    this.#draining ??= this.#drained().finally(() => {
      this.#draining = undefined
    })
    await this.#draining
  }

  async #drained(): Promise<void> {
    let lookMs = firstLookMs
    let least = this.#socket.bufferedAmount
    let movedAtMs = Date.now()
    while (this.isFull && this.#socket.readyState === this.#socket.OPEN) {
      await delay(lookMs)
      lookMs = Math.min(lookMs * 2, slowestLookMs)
      if (this.#socket.bufferedAmount < least) {
        least = this.#socket.bufferedAmount
        movedAtMs = Date.now()
      } else if (Date.now() - movedAtMs > this.#options.stallMs) return this.#cutOff()
    }
  }

  #cutOff(): void {
    this.#options.onStalled()
    this.#socket.terminate()
  }
}
