import { describeBroadcast } from '../contract/broadcast.contract.ts'
import { createMemoryBroadcast } from './broadcast.ts'

describeBroadcast('memory', async () => {
  const broadcast = createMemoryBroadcast()
  return {
    open: async () => broadcast,
    takeAway: async () => broadcast.setReachable(false),
    restore: async () => broadcast.setReachable(true),
    stop: async () => {},
  }
})
