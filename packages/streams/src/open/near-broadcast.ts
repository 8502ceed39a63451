import type { Broadcast } from '../broadcast.ts'
import { checkNotices } from '../limits.ts'
import { createListeners } from '../listeners.ts'

/**
 * For a relay and a gateway in one process: its own listeners get each notice at once, with its body, and everybody
 * else by `far`. What comes back from `far` is a double, which listeners know by its position.
 */
export function createNearBroadcast(far: Broadcast): Broadcast {
  const near = createListeners()
  return {
    capabilities: { carriesBody: true },
    async publish(notices) {
      checkNotices(notices)
      for (const notice of notices) near.deliver(notice)
      await far.publish(
        far.capabilities.carriesBody ? notices : notices.map(({ body: _, ...positions }) => positions),
      )
    },
    async subscribe(channel, listener) {
      const subscription = await far.subscribe(channel, listener)
      near.add(channel, listener)
      const unsubscribe = async () => {
        near.remove(channel, listener)
        await subscription.unsubscribe()
      }
      return { unsubscribe }
    },
    ping: () => far.ping(),
    close: () => far.close(),
  }
}
