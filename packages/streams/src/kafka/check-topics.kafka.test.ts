import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { series, until } from '../contract/event-log-harness.ts'
import { LogMisconfigured } from '../event-log.ts'
import { checkTopics } from './check-topics.ts'
import { createKafkaClient } from './client.ts'
import { createKafkaEventLog } from './event-log.ts'
import { ConfigResourceTypes } from './more-of-kafkajs.ts'

const brokers = (process.env.TOUCHLINE_TEST_KAFKA_BROKERS ?? '').split(',')
const prefix = 'checked.'

test('what we create is right; what others made of it is told at the start and by the check', async () => {
  const topic = randomUUID()
  const told: unknown[] = []
  const open = () =>
    createKafkaEventLog({
      ...{ brokers, prefix, clientId: 'checked', replicationFactor: 1, minInSyncReplicas: 1 },
      onError: error => told.push(error),
    })
  expect(await checkTopics({ brokers, prefix }, [topic])).toMatchObject([
    { topic: `${prefix}${topic}`, code: 'missing' },
  ])
  const log = open()
  await log.append(topic, series('k', 1))
  await log.close()
  expect(told).toEqual([])
  expect(await checkTopics({ brokers, prefix }, [topic])).toEqual([])

  const admin = createKafkaClient({ brokers, clientId: 'somebody' }).admin()
  await admin.connect()
  const configEntries = [
    { name: 'cleanup.policy', value: 'compact' },
    { name: 'retention.ms', value: '60000' },
  ]
  const resource = { type: ConfigResourceTypes.TOPIC, name: prefix + topic, configEntries }
  await admin.alterConfigs({ validateOnly: false, resources: [resource] })
  await admin.disconnect()

  // A broker takes some moments to know what was changed.
  await until(async () => expect(await checkTopics({ brokers, prefix }, [topic])).toHaveLength(3))
  const found = await checkTopics({ brokers, prefix }, [topic])
  expect(found.map(({ code }) => code)).toEqual(['compacted', 'short-retention', 'limits'])
  const again = open()
  await again.append(topic, series('k', 1)).catch(() => {})
  await again.close()
  expect(told.every(error => error instanceof LogMisconfigured)).toBe(true)
  expect(told.map(error => (error as Error).message)).toEqual(found.map(({ message }) => message))
})
