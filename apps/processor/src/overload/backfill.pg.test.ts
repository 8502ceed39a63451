import { setTimeout as delay } from 'node:timers/promises'
import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { storedEvent } from '../testing/records.ts'
import { createBackfill } from './backfill.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
})

const topic = 'broadcast-events'
const toRecord = (event: Record<string, unknown>) => ({
  key: String(event.matchId),
  value: Buffer.from(JSON.stringify(event)),
  headers: {},
})
const ids = async () =>
  (await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 2_000 })).map(
    event => event.sourceEventId,
  )
const always = { action: 'defer' as const, olderThanSeconds: 0, keepOneIn: 10 }

/** A log of one partition, and a consumer that finds everything in it too old. */
async function setUp(events: readonly Record<string, unknown>[]) {
  const log = createMemoryEventLog({ partitions: 1 })
  await log.append(topic, events.map(toRecord))
  const context = contextOn(test.database)
  const overload = overloadBy(
    { lagThresholdSeconds: 0, low: always, normal: always, backfillPerSecond: 100_000 },
    () => Date.now() + 1_000,
  )
  const consumption = await log.consume({
    group: 'test',
    topics: [topic],
    handler: createEnrichment({ ...context, overload }),
    maxBatchRecords: 100,
  })
  return { log, context, overload, consumption }
}

it('stores after the peak what was put off, once each, and the accounts are whole', async () => {
  const events = Array.from({ length: 1_200 }, (_, index) =>
    storedEvent(`e${index}`, index % 100 === 7 ? { type: 'goal-scored' } : {}),
  )
  const { log, context, overload, consumption } = await setUp(events)
  await vi.waitFor(async () => expect((await ids()).length).toBe(12), 5_000)
  await vi.waitFor(async () => {
    const sum = await test.database.prisma.deferredRange.aggregate({ _sum: { records: true } })
    expect(sum._sum.records).toBe(1_188)
  }, 5_000)
  const errors: unknown[] = []
  const options = { context, log, overload, onError: (error: unknown) => errors.push(error), intervalMs: 20 }
  const backfills = [createBackfill(options), createBackfill(options)]
  await vi.waitFor(async () => expect(await test.database.prisma.deferredRange.count()).toBe(0), 10_000)
  await Promise.all([...backfills, consumption].map(part => part.stop()))
  const stored = await ids()
  expect(stored.length).toBe(1_200)
  expect(new Set(stored).size).toBe(1_200)
  expect(stored.slice(0, 12)).toEqual(
    events.flatMap(event => (event.type === 'goal-scored' ? [event.sourceEventId] : [])),
  )
  const [account] = await test.database.prisma.account.findMany()
  expect(account).toMatchObject({ accepted: 1_200n, stored: 1_200n, duplicate: 0n, shed: 0n })
  expect(errors).toEqual([])
})

it('waits while the peak lasts', async () => {
  const { log, context, overload, consumption } = await setUp([storedEvent('e')])
  await vi.waitFor(async () => expect(await test.database.prisma.deferredRange.count()).toBe(1), 5_000)
  const busy = { ...overload, isPeakOver: () => false }
  const backfill = createBackfill({ context, log, overload: busy, onError: () => {}, intervalMs: 5 })
  await delay(100)
  expect(await ids()).toEqual([])
  await backfill.stop()
  await consumption.stop()
})

it('counts as lost what the log no longer holds', async () => {
  const { log, context, overload, consumption } = await setUp([storedEvent('e'), storedEvent('f')])
  await vi.waitFor(async () => expect(await test.database.prisma.deferredRange.count()).toBe(1), 5_000)
  await consumption.stop()
  const silent = { ...log, read: async () => [] }
  const waiting = createBackfill({ context, log: silent, overload, onError: () => {}, intervalMs: 5 })
  await delay(60)
  expect(await test.database.prisma.deferredRange.count()).toBe(1)
  await waiting.stop()
  const place = { topic, partition: 0, startOffset: 2n, endOffset: 2n, committedOffset: 2n }
  const emptied = { ...silent, lag: async () => [{ ...place, lagRecords: 0, lagSeconds: 0, heldSeconds: 0 }] }
  const backfill = createBackfill({ context, log: emptied, overload, onError: () => {}, intervalMs: 5 })
  await vi.waitFor(async () => expect(await test.database.prisma.deferredRange.count()).toBe(0), 5_000)
  await backfill.stop()
  const [account] = await test.database.prisma.account.findMany()
  expect(account).toMatchObject({ accepted: 2n, stored: 0n, lost: 2n })
})

it('tries a range that fails again later each time, and stores the others meanwhile', async () => {
  const { log, context, overload, consumption } = await setUp([storedEvent('first'), storedEvent('second')])
  const ranges = () => test.database.prisma.deferredRange.findMany({ orderBy: { id: 'asc' } })
  await vi.waitFor(async () => expect(await ranges()).toMatchObject([{ records: 2 }]), 5_000)
  await consumption.stop()
  // As two ranges, of one record each.
  const counts = `'{"m1": 1}'`
  await test.database.pool.query(
    `update deferred_ranges set last_offset = 0, records = 1, counts = ${counts}`,
  )
  await test.database.pool.query(`insert into deferred_ranges
    (consumer_group, topic, partition, first_offset, next_offset, last_offset, lanes, records, counts)
    select consumer_group, topic, partition, 1, 1, 1, lanes, records, counts from deferred_ranges`)
  let tries = 0
  const read: typeof log.read = async (from, partition, offset, limit) => {
    if (offset === 1n) return log.read(from, partition, offset, limit)
    tries += 1
    throw new Error('can not be read')
  }
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const failing = { ...log, read }
  const backfill = createBackfill({ context, log: failing, overload, onError, intervalMs: 5 })
  await vi.waitFor(async () => expect(await ids()).toEqual(['second']), 5_000)
  await vi.waitFor(() => expect(tries).toBe(2), 5_000)
  expect(errors).toHaveLength(2)
  await backfill.stop()
  expect(await ranges()).toMatchObject([{ nextOffset: 0n }])
})
