import { describeEventLog } from '../contract/event-log.contract.ts'
import { createTcpProxy } from '../contract/tcp-proxy.ts'
import { startVictimProcess } from '../contract/victim-process.ts'
import { createKafkaEventLog } from './event-log.ts'

const partitions = 3
const settings = { partitions, replicationFactor: 1 }

describeEventLog('kafka', async () => {
  const brokers = process.env.TOUCHLINE_TEST_KAFKA_BROKERS?.split(',')
  const port = Number(brokers?.[0]?.split(':').at(-1))
  if (!brokers || !port) {
    throw new Error('TOUCHLINE_TEST_KAFKA_BROKERS is missing: run this with the vitest project "kafka"')
  }
  return {
    partitions,
    open: async () => createKafkaEventLog({ ...settings, brokers, clientId: 'contract' }),
    async openUnreachable() {
      const proxy = await createTcpProxy(port)
      proxy.silence()
      const away = { brokers: [`127.0.0.1:${proxy.port}`], clientId: 'away', timeoutMs: 2_000 }
      const log = createKafkaEventLog(away)
      const close = async () => {
        await proxy.close()
        await log.close()
      }
      return { ...log, close }
    },
    startVictim: place => startVictimProcess({ kind: 'kafka', brokers, partitions }, place),
    stop: async () => {},
  }
})
