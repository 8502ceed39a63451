import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { collector, series, until, valuesOf } from '../contract/event-log-harness.ts'
import { createKafkaClient } from './client.ts'
import { createKafkaEventLog } from './event-log.ts'

const brokers = (process.env.TOUCHLINE_TEST_KAFKA_BROKERS ?? '').split(',')
const topic = `events-${randomUUID()}`
const group = `group-${randomUUID()}`
const open = (prefix?: string) =>
  createKafkaEventLog({ brokers, clientId: 'prefixed', partitions: 3, prefix })

test('two systems share brokers: each holds all of its partitions, and gets its records alone', async () => {
  const logs = [open(), open('blue.')]
  const started = await Promise.all(
    logs.map(async (log, n) => {
      await log.append(topic, series(`k${n}`, 3))
      const seen = collector()
      const topics = new Set<string>()
      const consumption = await log.consume({
        group,
        topics: [topic],
        handler(batch) {
          for (const each of [batch, ...batch.records]) topics.add(each.topic)
          return seen.handler(batch)
        },
      })
      return { log, consumption, ...seen, topics, expected: valuesOf(series(`k${n}`, 3)) }
    }),
  )
  for (const { log, consumption, values, topics, expected } of started) {
    await until(() => expect(values()).toEqual(expected))
    expect([...topics]).toEqual([topic])
    expect(consumption.assigned()).toHaveLength(3)
    expect(consumption.assigned().every(place => place.topic === topic)).toBe(true)
    await until(async () => {
      const lag = await log.lag(group, [topic])
      expect(lag).toHaveLength(3)
      expect(lag.every(place => place.topic === topic && place.lagRecords === 0)).toBe(true)
    })
    await consumption.stop()
  }
  const admin = createKafkaClient({ brokers, clientId: 'prefixed' }).admin()
  await admin.connect()
  expect(await admin.listTopics()).toEqual(expect.arrayContaining([topic, `blue.${topic}`]))
  const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId)
  expect(groups).toEqual(expect.arrayContaining([group, `blue.${group}`]))
  await admin.disconnect()
  for (const { log } of started) await log.close()
})

test('where a consumer begins is asked and told in plain names', async () => {
  const log = open('green.')
  await log.append(topic, series('k', 4))
  const { handler, values } = collector()
  const asked = new Set<string>()
  const consumption = await log.consume({
    group,
    topics: [topic],
    handler,
    startAt: async places => {
      for (const place of places) asked.add(place.topic)
      return places.map(place => ({ ...place, offset: 2n }))
    },
  })
  await until(() => expect(values()).toEqual(valuesOf(series('k', 4)).slice(2)))
  expect([...asked]).toEqual([topic])
  const place = (await log.lag(group, [topic])).find(({ endOffset }) => endOffset > 0n)
  const read = await log.read(topic, place?.partition ?? 0, 0n, 10)
  expect(read.map(record => record.topic)).toEqual(Array(4).fill(topic))
  await consumption.stop()
  await log.close()
})
