import { type Broadcast, BroadcastUnavailable } from '../broadcast.ts'
import { checkNotices } from '../limits.ts'
import { createListeners } from '../listeners.ts'

/** For tests: one process. */
export interface MemoryBroadcast extends Broadcast {
  /** While false, calls reject with BroadcastUnavailable and nothing is delivered; each change interrupts. */
  setReachable(reachable: boolean): void
}

export function createMemoryBroadcast(): MemoryBroadcast {
  const listeners = createListeners()
  let reachable = true

  async function ping(): Promise<void> {
    if (!reachable) throw new BroadcastUnavailable('the broadcast in memory was made unreachable')
  }

  return {
    capabilities: { carriesBody: true },
    async publish(notices) {
      checkNotices(notices)
      await ping()
      for (const notice of notices) listeners.deliver(notice)
    },
    async subscribe(channel, listener) {
      await ping()
      listeners.add(channel, listener)
      return { unsubscribe: async () => void listeners.remove(channel, listener) }
    },
    ping,
    async close() {},
    setReachable(value) {
      reachable = value
      listeners.interrupt()
    },
  }
}
