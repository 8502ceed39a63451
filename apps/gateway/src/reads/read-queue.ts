import { WorkBudget, type WorkLimit } from '../work-budget.ts'

export interface ReadLimits {
  /** Reads under way at once, in all and of one address. */
  readonly inAll: number
  readonly perAddress: number
  /** Reads that wait for their turn; beyond it they are refused, and so is what waits longer. */
  readonly waitingInAll: number
  readonly waitingPerAddress: number
  readonly maxWaitMs: number
  /** What reading and encoding may take of this process. */
  readonly work: { readonly inAll: WorkLimit; readonly address: WorkLimit }
}

export interface ReadTurn {
  /** What the read turned out to cost, in microseconds; once. */
  end(micros: number): void
}

interface Reader {
  readonly budget: WorkBudget
  readonly waiting: Set<(turn: ReadTurn | undefined) => void>
  running: number
}

/** Looked through when there are more: addresses that read nothing and owe nothing begin anew next time. */
const manyAddresses = 1_000

/**
 * Turns for reads, one address after the other, so that pages take a small part of what feeds live on. What a read
 * has cost is known when it ends, and is paid off by its address, and by all, before their next one begins.
 */
export class ReadQueue {
  readonly #limits: ReadLimits
  readonly #all: WorkBudget
  /** In the order of their turns. */
  readonly #readers = new Map<string, Reader>()
  #forgetAt = manyAddresses
  #running = 0
  #waiting = 0
  #timer: NodeJS.Timeout | undefined

  constructor(limits: ReadLimits) {
    this.#limits = limits
    this.#all = new WorkBudget(limits.work.inAll)
  }

  /** Undefined if too many wait already, or if it is not its turn in time. */
  turn(address: string): Promise<ReadTurn | undefined> {
    const reader = this.#readerOf(address)
    const { waitingInAll, waitingPerAddress, maxWaitMs } = this.#limits
    if (this.#waiting >= waitingInAll || reader.waiting.size >= waitingPerAddress)
      return Promise.resolve(undefined)
    return new Promise(resolve => {
      const answer = (turn: ReadTurn | undefined) => {
        clearTimeout(late)
        if (reader.waiting.delete(answer)) this.#waiting--
        resolve(turn)
      }
      const late = setTimeout(() => answer(undefined), maxWaitMs)
      reader.waiting.add(answer)
      this.#waiting++
      this.#serve()
    })
  }

  #readerOf(address: string): Reader {
    const known = this.#readers.get(address)
    if (known) return known
    if (this.#readers.size >= this.#forgetAt) this.#forgetIdle()
    const reader: Reader = {
      budget: new WorkBudget(this.#limits.work.address),
      waiting: new Set(),
      running: 0,
    }
    this.#readers.set(address, reader)
    return reader
  }

  #forgetIdle(): void {
    const nowMs = performance.now()
    for (const [address, { waiting, running, budget }] of this.#readers)
      if (waiting.size === 0 && running === 0 && budget.isFull(nowMs)) this.#readers.delete(address)
    this.#forgetAt = this.#readers.size + manyAddresses
  }

  #serve(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    while (this.#waiting > 0 && this.#running < this.#limits.inAll) {
      const nowMs = performance.now()
      const allMs = this.#all.waitMs(nowMs)
      const next = allMs === 0 ? this.#next(nowMs) : allMs
      if (typeof next === 'object') this.#begin(...next)
      else if (next === undefined) return
      else {
        this.#timer = setTimeout(() => this.#serve(), next)
        return
      }
    }
  }

  /** Whose turn it is, or in how many milliseconds it will be somebody's; undefined until a read ends. */
  #next(nowMs: number): [string, Reader] | number | undefined {
    let soonestMs: number | undefined
    for (const [address, reader] of this.#readers) {
      if (!this.#mayBegin(reader)) continue
      const waitMs = reader.budget.waitMs(nowMs)
      if (waitMs === 0) return [address, reader]
      soonestMs = Math.min(soonestMs ?? waitMs, waitMs)
    }
    return soonestMs
  }

  #mayBegin({ waiting, running }: Reader): boolean {
    return waiting.size > 0 && running < this.#limits.perAddress
  }

  #begin(address: string, reader: Reader): void {
    const [answer] = reader.waiting
    if (!answer) return
    // The address comes last from now on.
    this.#readers.delete(address)
    this.#readers.set(address, reader)
    reader.running++
    this.#running++
    answer({ end: micros => this.#end(reader, micros) })
  }

  #end(reader: Reader, micros: number): void {
    const nowMs = performance.now()
    reader.running--
    this.#running--
    reader.budget.spend(micros, nowMs)
    this.#all.spend(micros, nowMs)
    this.#serve()
  }
}
