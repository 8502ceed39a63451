import { describeEventLog } from '../contract/event-log.contract.ts'
import { victimBatchRecords, victimHandler } from '../contract/victim.ts'
import { createMemoryEventLog } from './event-log.ts'

describeEventLog('memory', async () => {
  const log = createMemoryEventLog({ partitions: 3 })
  return {
    partitions: 3,
    open: async () => ({ ...log, close: async () => {} }),
    async openUnreachable() {
      const away = createMemoryEventLog()
      away.setReachable(false)
      return away
    },
    async startVictim({ topic, group }) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const handler = victimHandler(resolve)
      const options = { group, topics: [topic], handler, maxBatchRecords: victimBatchRecords }
      const consumption = await log.consume(options)
      return { stuck: promise, kill: () => log.kill(consumption) }
    },
    stop: () => log.close(),
  }
})
