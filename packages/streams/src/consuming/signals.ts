import { setTimeout as delay } from 'node:timers/promises'

/** A door that many may wait at. */
export interface Gate {
  readonly isOpen: boolean
  open(): void
  close(): void
  /** Resolves when the gate is open, or the signal aborted. */
  passed(signal: AbortSignal): Promise<void>
}

export function createGate(): Gate {
  let isOpen = true
  const waiting = new Set<() => void>()
  return {
    get isOpen() {
      return isOpen
    },
    open() {
      isOpen = true
      for (const go of waiting) go()
    },
    close() {
      isOpen = false
    },
    async passed(signal) {
      while (!isOpen && !signal.aborted) await untilCalled(waiting, signal)
    },
  }
}

/** Remembers that something happened until somebody waits for it. */
export interface Bell {
  ring(): void
  silence(): void
  rung(signal: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let ringing = false
  const waiting = new Set<() => void>()
  return {
    ring() {
      ringing = true
      for (const go of waiting) go()
    },
    silence() {
      ringing = false
    },
    async rung(signal) {
      while (!ringing && !signal.aborted) await untilCalled(waiting, signal)
    },
  }
}

/** At most so many at once, first come first served. */
export interface Slots {
  use<T>(work: () => Promise<T>): Promise<T>
}

export function createSlots(count: number): Slots {
  let free = Math.max(1, count)
  const waiting: (() => void)[] = []
  return {
    async use(work) {
      if (free > 0) free -= 1
      else await new Promise<void>(resolve => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}

/** Resolves after the time, or at once when the signal aborts. */
export async function pauseFor(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => {})
}

function untilCalled(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const go = () => {
      waiting.delete(go)
      signal.removeEventListener('abort', go)
      resolve()
    }
    waiting.add(go)
    signal.addEventListener('abort', go, { once: true })
  })
}
