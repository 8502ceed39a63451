import type { ConsumerOrders } from '@touchline/db'
import { afterEach, expect, it, vi } from 'vitest'
import { type ConsumerWatch, watchConsumers } from './consumer-watch.ts'
import { createGate } from './gate.ts'

const running: ConsumerWatch[] = []
afterEach(() => Promise.all(running.splice(0).map(watch => watch.stop())))

const sensor = { consumer: 'processor', topic: 'sensor-events' }
const social = { consumer: 'processor', topic: 'social-events' }

function setUp(answers: () => Promise<ConsumerOrders>) {
  const clock = { ms: 0 }
  const resets: string[][] = []
  let looks = 0
  const watch = watchConsumers({
    readOrders: async () => {
      looks += 1
      return answers()
    },
    clockMs: () => clock.ms,
    onResets: async ids => void resets.push([...ids]),
    onError: () => {},
    intervalMs: 2,
  })
  running.push(watch)
  const nextLook = () => {
    const before = looks
    return vi.waitFor(() => expect(looks).toBeGreaterThan(before + 1))
  }
  return { watch, clock, resets, nextLook }
}

it('holds everything until it has heard once', async () => {
  let answer: () => Promise<ConsumerOrders> = () => Promise.reject(new Error('away'))
  const { watch, nextLook } = setUp(() => answer())
  await nextLook()
  expect(watch.isPaused(sensor)).toBe(true)
  expect(watch.isTopicPaused('sensor-events')).toBe(false)
  answer = async () => ({ pauses: [], resetIds: [] })
  await vi.waitFor(() => expect(watch.isPaused(sensor)).toBe(false))
})

it('lets a pause end by its own clock while the database can not be asked', async () => {
  let answer: () => Promise<ConsumerOrders> = async () => ({
    pauses: [{ ...sensor, remainingMs: 1_000 }],
    resetIds: [],
  })
  const { watch, clock, nextLook } = setUp(() => answer())
  await vi.waitFor(() => expect(watch.isPaused(social)).toBe(false))
  answer = () => Promise.reject(new Error('away'))
  await nextLook()
  clock.ms = 999
  expect([watch.isPaused(sensor), watch.isTopicPaused('sensor-events')]).toEqual([true, true])
  expect([watch.isPaused(social), watch.isAggregationPaused()]).toEqual([false, false])
  clock.ms = 1_000
  expect([watch.isPaused(sensor), watch.isTopicPaused('sensor-events')]).toEqual([false, false])
})

it('tells of resets until they are done', async () => {
  let resetIds = ['1', '2']
  const { resets, nextLook } = setUp(async () => ({ pauses: [], resetIds }))
  await vi.waitFor(() => expect(resets[0]).toEqual(['1', '2']))
  resetIds = []
  await nextLook()
  const told = resets.length
  await nextLook()
  expect(resets.length).toBe(told)
})

it('takes nothing through a closed gate, and says so without failing', async () => {
  let isPaused = true
  const gate = createGate({ isPaused: () => isPaused })
  const handled: bigint[] = []
  const handler = gate.watch('processor', async ({ records }) => {
    expect(gate.inFlight().get('t')).toBe(1)
    handled.push(...records.map(({ offset }) => offset))
    return 8n
  })
  const record = { offset: 7n, appendedAtMs: 0, key: '', value: Buffer.of(), headers: {} }
  const batch = { topic: 't', partition: 0, records: [{ ...record, topic: 't', partition: 0 }] }
  const { signal } = new AbortController()
  expect(await handler({ ...batch, signal })).toBe(7n)
  expect(handled).toEqual([])
  isPaused = false
  expect(await handler({ ...batch, signal })).toBe(8n)
  expect(handled).toEqual([7n])
  expect(gate.inFlight().get('t')).toBe(0)
})
