import type { HostChannel } from '../channel.ts'

/** Two ends of one channel in this process, whose way can be held up. */
export interface ChannelPair {
  readonly primary: HostChannel
  readonly worker: HostChannel
  /** While held, nothing arrives, and nothing is lost. */
  hold(held: boolean): void
  /** While true, the worker takes nothing of what the primary sends. */
  deafen(deaf: boolean): void
  /** Messages that the primary has sent and the worker has not taken. */
  waiting(): number
  close(): void
}

interface Way {
  readonly queue: { readonly message: object; readonly taken: () => void }[]
  readonly listeners: ((message: unknown) => void)[]
  held: boolean
}

export function createChannelPair(): ChannelPair {
  const way = (): Way => ({ queue: [], listeners: [], held: false })
  const [down, up] = [way(), way()]
  const closers: (() => void)[] = []

  function flow(one: Way): void {
    while (!one.held) {
      const next = one.queue.shift()
      if (!next) return
      for (const listener of one.listeners) listener(structuredClone(next.message))
      next.taken()
    }
  }

  const end = (out: Way, into: Way): HostChannel => ({
    send(message, taken) {
      out.queue.push({ message, taken })
      setImmediate(flow, out)
    },
    onMessage: listener => void into.listeners.push(listener),
    onClose: listener => void closers.push(listener),
  })
  const set = (held: boolean, ...ways: readonly Way[]) => {
    for (const one of ways) {
      one.held = held
      flow(one)
    }
  }
  return {
    primary: end(down, up),
    worker: end(up, down),
    hold: held => set(held, down, up),
    deafen: deaf => set(deaf, down),
    waiting: () => down.queue.length,
    close() {
      set(true, down, up)
      for (const closed of closers) closed()
    },
  }
}
