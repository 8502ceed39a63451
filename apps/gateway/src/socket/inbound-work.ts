import { addressKey } from '@touchline/contracts/addresses'
import { WorkBudget, type WorkLimit } from '../work-budget.ts'

/**
 * Rough, and measured on one core: what a message makes this process do, in microseconds. A byte is dear for the garbage
 * that it leaves: 8 MB a second of received messages cost a full collection of 10 ms each second.
 */
const cost = { rawByte: 0.04, message: 20, byte: 0.04, operation: 250, feed: 400 }

/** What sockets may make this process do. */
export interface InboundLimits {
  readonly socket: WorkLimit
  /** All sockets of one address together. */
  readonly address: WorkLimit
  /** A socket that was paused so often on end, without a rest in between, is closed. */
  readonly pausesUntilClosed: number
}

/** The part of a socket that this needs. */
export interface Pausable {
  pause(): void
  resume(): void
}

/** What waits of a socket that is not read from: some of what had come before it was paused. */
const maxQueued = { messages: 512, bytes: 256 * 1024 }

interface Waiting {
  readonly bytes: number
  readonly handle: () => void
}

/**
 * What one socket makes this process do by what it sends: counted in bytes as they come, in messages, and in what they
 * ask for. Once its budget, or its address's, is overdrawn, it is not read from, and what has come waits, until that is
 * paid off; one that overdraws its own again and again, without a rest, is closed.
 */
export class InboundWork {
  readonly #budget: WorkBudget
  readonly #ofAddress: AddressWork
  readonly #limits: InboundLimits
  readonly #socket: Pausable
  readonly #onExceeded: () => void
  #queue: Waiting[] = []
  #queuedBytes = 0
  #pauses = 0
  #isPaused = false
  #resuming: NodeJS.Timeout | undefined

  constructor(options: {
    readonly limits: InboundLimits
    readonly ofAddress: AddressWork
    readonly socket: Pausable
    onExceeded(): void
  }) {
    this.#limits = options.limits
    this.#budget = new WorkBudget(options.limits.socket)
    this.#ofAddress = options.ofAddress
    this.#socket = options.socket
    this.#onExceeded = options.onExceeded
  }

  /** Whatever it is that they carry. */
  read(bytes: number): void {
    this.spend(bytes * cost.rawByte)
  }

  /** Handles a message now, or when there is budget for it. */
  message(bytes: number, handle: () => void): void {
    if (!this.#isPaused) this.#handle({ bytes, handle })
    else this.#keep({ bytes, handle })
  }

  #keep(waiting: Waiting): void {
    this.#queuedBytes += waiting.bytes
    this.#queue.push(waiting)
    if (this.#queue.length > maxQueued.messages || this.#queuedBytes > maxQueued.bytes) this.#onExceeded()
  }

  asks(kind: 'operation' | 'feed'): void {
    this.spend(cost[kind])
  }

  /** What waits is forgotten. */
  close(): void {
    clearTimeout(this.#resuming)
    this.#ofAddress.forget(this.#resume)
    this.#isPaused = true
    this.#queue = []
  }

  spend(micros: number): void {
    const nowMs = performance.now()
    if (this.#budget.isFull(nowMs)) this.#pauses = 0
    this.#budget.spend(micros, nowMs)
    this.#ofAddress.budget.spend(micros, nowMs)
  }

  #handle({ bytes, handle }: Waiting): void {
    this.spend(cost.message + bytes * cost.byte)
    handle()
    this.#pauseIfOverdrawn()
  }

  #pauseIfOverdrawn(): void {
    const nowMs = performance.now()
    const ownMs = this.#budget.waitMs(nowMs)
    if (this.#isPaused || (ownMs === 0 && this.#ofAddress.budget.waitMs(nowMs) === 0)) return
    this.#isPaused = true
    this.#socket.pause()
    if (ownMs > 0) this.#pauses++
    if (this.#pauses > this.#limits.pausesUntilClosed) this.#onExceeded()
    else this.#resuming = setTimeout(() => this.#ofAddress.whenPaid(this.#resume), ownMs)
  }

  readonly #resume = (): void => {
    this.#isPaused = false
    while (this.#queue.length > 0 && !this.#isPaused) {
      const next = this.#queue.shift()
      if (!next) break
      this.#queuedBytes -= next.bytes
      this.#handle(next)
    }
    if (!this.#isPaused) this.#socket.resume()
  }
}

/** What all sockets of one address may make this process do; those that wait for it come in turn. */
export class AddressWork {
  readonly budget: WorkBudget
  readonly #waiting = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined

  constructor(limit: WorkLimit) {
    this.budget = new WorkBudget(limit)
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.budget.isFull(performance.now())
  }

  /** Calls back, perhaps at once, when the budget is not overdrawn. */
  whenPaid(resume: () => void): void {
    this.#waiting.add(resume)
    this.#serve()
  }

  forget(resume: () => void): void {
    this.#waiting.delete(resume)
  }

  #serve(): void {
    if (this.#timer) return
    for (const resume of this.#waiting) {
      const waitMs = this.budget.waitMs(performance.now())
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined
          this.#serve()
        }, waitMs)
        return
      }
      this.#waiting.delete(resume)
      resume()
    }
  }
}

const maxAddresses = 100_000

interface AddressEntry {
  readonly work: AddressWork
  sockets: number
}

/** One budget for each address, kept while it has sockets and until it is full again: to come back renews nothing. */
export class AddressBudgets {
  readonly #limit: WorkLimit
  readonly #entries = new Map<string, AddressEntry>()

  constructor(limit: WorkLimit) {
    this.#limit = limit
  }

  get size(): number {
    return this.#entries.size
  }

  /** For one more socket, until it leaves. */
  take(address: string): { readonly work: AddressWork; leave(): void } {
    const key = addressKey(address)
    const entry = this.#entries.get(key) ?? { work: new AddressWork(this.#limit), sockets: 0 }
    entry.sockets += 1
    // Where there are too many, the one that was asked for longest ago begins anew.
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= maxAddresses) break
      this.#entries.delete(oldest)
    }
    const leave = () => {
      entry.sockets -= 1
    }
    return { work: entry.work, leave }
  }

  /** To be called now and then. */
  forgetIdle(): void {
    for (const [key, { work, sockets }] of this.#entries)
      if (sockets === 0 && work.isIdle) this.#entries.delete(key)
  }
}
