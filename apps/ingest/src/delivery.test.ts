import { criticalTopic } from '@touchline/contracts'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { createMetrics } from '@touchline/telemetry'
import { expect, it } from 'vitest'
import { createDoor } from './accept.ts'
import { createAccounts } from './accounts.ts'
import { createDelivery } from './delivery.ts'
import { createTopicAppend, createTopicBox } from './letters/letter-box.ts'
import { createFaultyLog, type TopicFault } from './testing/faulty-log.ts'
import { eventOf } from './testing/rig.ts'

const goal = {
  matchId: 'derby-1',
  sourceEventId: 'ev-1',
  type: 'goal-scored',
  occurredAt: '2026-05-01T19:04:05Z',
  payload: { team: 'home' },
}
const arrivalOf = (...items: object[]) =>
  ({ source: 'broadcast', provider: 'acme', traceparent: '', items }) as const

function openDoor() {
  const memory = createMemoryEventLog({ partitions: 1 })
  const faulty = createFaultyLog(memory)
  const accounts = createAccounts(createMetrics('ingest'))
  const letters = createTopicBox(createTopicAppend(faulty.log, accounts, 1_000))
  const door = createDoor(createDelivery(faulty.log, letters, accounts))
  const ids = async (topic: string) =>
    (await memory.read(topic, 0, 0n, 100)).map(record => eventOf(record).sourceEventId)
  return { ...faulty, door, ids, counters: accounts.counters }
}

it('a critical event stands on both topics and is counted once', async () => {
  const { door, ids, counters } = openDoor()
  await door.accept(arrivalOf(goal, { ...goal, sourceEventId: 'ev-2', type: 'pass-made' }))
  expect(await ids('broadcast-events')).toEqual(['ev-1', 'ev-2'])
  expect(await ids(criticalTopic)).toEqual(['ev-1'])
  expect(counters().accepted).toBe(2)
})

it('where there is no critical event, its topic is left alone', async () => {
  const { door, attempts, set } = openDoor()
  set(criticalTopic, 'away')
  await door.accept(arrivalOf({ ...goal, type: 'pass-made' }))
  expect(attempts).toEqual(['broadcast-events'])
})

it.each([
  [criticalTopic, 'broadcast-events'],
  ['broadcast-events', criticalTopic],
])('with %s away the whole delivery is refused, and comes whole the next time', async (away, standing) => {
  const { door, ids, counters, set } = openDoor()
  set(away, 'away')
  await expect(door.accept(arrivalOf(goal))).rejects.toThrow(`${away} is away`)
  expect(counters().accepted).toBe(0)
  expect(await ids(away)).toEqual([])
  set(away, undefined)
  await door.accept(arrivalOf(goal))
  expect(await ids(away)).toEqual(['ev-1'])
  expect(await ids(standing)).toEqual(['ev-1', 'ev-1'])
  expect(counters().accepted).toBe(1)
})

it('the two appends run side by side, and none is still under way when the delivery is refused', async () => {
  const memory = createMemoryEventLog({ partitions: 1 })
  const held = Promise.withResolvers<void>()
  const begun: string[] = []
  let settled = false
  const append = async (topic: string, records: Parameters<typeof memory.append>[1]) => {
    begun.push(topic)
    if (topic === criticalTopic) throw new Error('refused')
    await held.promise
    await memory.append(topic, records)
  }
  const accounts = createAccounts(createMetrics('ingest'))
  const log = { ...memory, append }
  const letters = createTopicBox(createTopicAppend(log, accounts, 1_000))
  const accepted = createDoor(createDelivery(log, letters, accounts)).accept(arrivalOf(goal))
  const watched = accepted.catch(() => {}).finally(() => (settled = true))
  await new Promise(setImmediate)
  expect(begun).toEqual(['broadcast-events', criticalTopic])
  expect(settled).toBe(false)
  held.resolve()
  await watched
  await expect(accepted).rejects.toThrow('refused')
})

it.each<TopicFault>(['away', 'stalled'])(
  'without a spool, a dlq topic that is %s refuses the delivery',
  async fault => {
    const memory = createMemoryEventLog({ partitions: 1 })
    const { log, set } = createFaultyLog(memory)
    const accounts = createAccounts(createMetrics('ingest'))
    const letters = createTopicBox(createTopicAppend(log, accounts, 20))
    const door = createDoor(createDelivery(log, letters, accounts))
    set('dlq-sensor-events', fault)
    const rawOf = () => ({ bytes: Buffer.from('{}') })
    const arrival = { source: 'sensor', provider: 'north', traceparent: '', items: [{}], rawOf } as const
    await expect(door.accept(arrival)).rejects.toMatchObject({ name: 'LogUnavailable' })
    expect(accounts.counters().deadLettered).toBe(0)
  },
)
