import { expect, test } from 'vitest'
import { describeEventLog } from '../contract/event-log.contract.ts'
import { until } from '../contract/event-log-harness.ts'
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

test('a member that was killed commits nothing more, even if its handler comes to an end', async () => {
  const log = createMemoryEventLog({ partitions: 1 })
  await log.append('topic', [{ key: 'k', value: Buffer.from('v'), headers: {} }])
  const gate = Promise.withResolvers<void>()
  let finished = false
  const handler = async () => {
    await gate.promise
    finished = true
    return 1n
  }
  const consumption = await log.consume({ group: 'g', topics: ['topic'], handler })
  await log.kill(consumption)
  gate.resolve()
  await until(() => expect(finished).toBe(true))
  expect(await log.lag('g', ['topic'])).toMatchObject([{ lagRecords: 1, committedOffset: 0n }])
})
