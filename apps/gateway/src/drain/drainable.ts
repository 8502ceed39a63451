/** One socket of a fan, as a drain sees it. */
export interface DrainableSocket {
  /** Sends tRPC's `reconnect`: the client opens another socket, and then leaves this one. */
  askToMove(): void
  /** False from when the socket is closing. */
  readonly isOpen: boolean
  close(code: number, reason: string): void
}

export interface Drainable {
  /** Read again before each wave: one that was opened while the drain began is asked too. */
  sockets(): Iterable<DrainableSocket>
}

export interface DrainOptions {
  /** All of it takes no longer; who is still here is closed then. */
  readonly deadlineMs: number
  /**
   * If nobody at all has left after so long, there is nowhere to go: all are closed. Default 7,000, in which a stock
   * client tries three times; once one has left, those whom others refuse for a while are waited for.
   */
  readonly stallMs?: number
  readonly pace?: Partial<Pace>
  /** For tests. */
  readonly clock?: DrainClock
}

/** How the waves of a drain are sized and timed. */
export interface Pace {
  /** Sockets in the first wave, in the smallest, and what a wave grows by that left in time. */
  readonly floor: number
  /** At most so many are asked and awaited at once. */
  readonly cap: number
  /** The asks of one wave are spread over this at random: clients reconnect at once, all of them. */
  readonly spreadMs: number
  /** The next wave goes when this share of the last has left, or when its time is up. */
  readonly leftShare: number
  readonly patienceMs: number
}

export interface DrainClock {
  /** Milliseconds that only rise. */
  now(): number
  pause(ms: number): Promise<void>
  /** From 0 up to 1. */
  random(): number
}

export interface DrainReport {
  /** Asked to move. */
  readonly asked: number
  /** Asked, and gone by themselves. */
  readonly moved: number
  /** Closed with 1001 at the end. */
  readonly closed: number
  readonly waves: number
  readonly tookMs: number
}
