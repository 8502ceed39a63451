import { broadcastEventSchema, criticalTopic, sourceTopics } from '@touchline/contracts'
import {
  type Database,
  getMatch,
  insertCorrection,
  inTransaction,
  nextCorrectionId,
  readEvents,
} from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import type { EventLog, LogRecord } from '@touchline/streams'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { mortal } from '../testing/mortal-database.ts'
import { batchOf, storedEvent } from '../testing/records.ts'
import { createCorrectionSender, sendOnce } from './send.ts'

let test: TestDatabase
let log: MemoryEventLog
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  log = createMemoryEventLog({ partitions: 1 })
  await test.database.pool.query(`truncate ${allTables}, corrections restart identity`)
})

const nowMs = () => Date.parse('2026-05-01T19:10:00.000Z')

/** As `correction.create` writes it. */
async function ask(home: number, away: number, matchId = 'm1'): Promise<string> {
  return inTransaction(test.database.pool, async tx => {
    const id = await nextCorrectionId(tx)
    const sourceEventId = `correction:${id}`
    const at = new Date(nowMs()).toISOString()
    const event = broadcastEventSchema.parse({
      ...{ source: 'broadcast', matchId, sourceEventId, provider: 'operator', type: 'score-corrected' },
      ...{ occurredAt: at, ingestedAt: at, payload: { home, away } },
    })
    await insertCorrection(tx, {
      ...{ id, matchId, type: event.type, sourceEventId, event, reason: 'r', requestedBy: 'ann' },
    })
    return id
  })
}

const read = (topic: string) => log.read(topic, 0, 0n, 1_000)
const unsent = () => test.database.prisma.correction.count({ where: { sentAt: null } })
const enrich = (records: readonly LogRecord[], database: Database = test.database) =>
  createEnrichment({ ...contextOn(database, { nowMs }), overload: overloadBy() })({
    topic: records[0]?.topic ?? '',
    partition: 0,
    records,
    signal: new AbortController().signal,
  })

it('goes into the log as a partner’s event does, on both topics, and once', async () => {
  const id = await ask(2, 1)
  expect(await sendOnce({ database: test.database, log })).toBe(1)
  expect(await sendOnce({ database: test.database, log })).toBe(0)
  const [record, ...more] = await read(sourceTopics.broadcast)
  expect(more).toEqual([])
  expect(record?.key).toBe('m1')
  expect(broadcastEventSchema.parse(JSON.parse(Buffer.from(record?.value ?? []).toString()))).toMatchObject({
    sourceEventId: `correction:${id}`,
    provider: 'operator',
    payload: { home: 2, away: 1 },
  })
  const headers = {
    'correlation-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    schema: 'broadcast-events/1',
    lane: 'critical',
  }
  expect(record?.headers).toEqual(headers)
  const [copy] = await read(criticalTopic)
  expect(copy?.headers).toEqual({ ...record?.headers, source: 'broadcast' })
  expect(copy?.value).toEqual(record?.value)
})

/** Sends, and dies at a point: before or after a statement or an append. How many points it passed. */
async function sendAndDie(diesAt: number | undefined): Promise<number> {
  const { database, life } = mortal(test.database, diesAt)
  const append: EventLog['append'] = async (topic, records) => {
    await log.append(topic, records)
    await life.pass()
  }
  await Promise.race([sendOnce({ database, log: { append } }), life.died])
  return life.passed
}

/** The server has noticed that the dead one's connection is gone: its lock is free. */
const released = () =>
  vi.waitFor(async () => {
    const { rows } = await test.database.pool.query(
      `select from pg_locks where locktype = 'advisory' and objid = 727205
         and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(rows).toEqual([])
  }, 10_000)

it('is stored once, and nothing is lost, wherever its sender dies', async () => {
  let points = Number.POSITIVE_INFINITY
  let doubled = 0
  for (let diesAt = 1; diesAt <= points; diesAt += 1) {
    log = createMemoryEventLog({ partitions: 1 })
    await test.database.pool.query(`truncate ${allTables}, corrections`)
    const goal = { type: 'goal-scored', payload: { team: 'home' } }
    await enrich(batchOf([storedEvent('g1', goal), storedEvent('g2', goal)]).records)
    const id = await ask(1, 0)
    const passed = await sendAndDie(diesAt)
    if (passed < diesAt) points = passed
    await released()
    await sendOnce({ database: test.database, log })
    expect([diesAt, await unsent()]).toEqual([diesAt, 0])
    const records = await read(sourceTopics.broadcast)
    doubled += records.length - 1
    for (const record of records) expect(record.value).toEqual(records[0]?.value)
    await enrich(records.map(record => ({ ...record, offset: record.offset + 2n })))
    const events = await readEvents(test.database, { matchId: 'm1', afterSeq: 2, limit: 10 })
    expect(events).toMatchObject([{ sourceEventId: `correction:${id}`, score: { home: 1, away: 0 } }])
    const [account] = await test.database.prisma.account.findMany()
    expect([Number(account?.stored), Number(account?.duplicate)]).toEqual([3, records.length - 1])
  }
  expect(points).toBeGreaterThan(8)
  expect(doubled).toBeGreaterThan(2)
})

it('reaches fans as a revision: the score is as corrected, and its place waits to be published', async () => {
  const goal = { type: 'goal-scored', payload: { team: 'home' } }
  await enrich(batchOf([storedEvent('g1', goal), storedEvent('g2', goal)]).records)
  await ask(1, 0)
  await sendOnce({ database: test.database, log })
  const records = await read(sourceTopics.broadcast)
  await enrich(records.map(record => ({ ...record, offset: record.offset + 2n })))
  expect(await getMatch(test.database, 'm1')).toMatchObject({ score: { home: 1, away: 0 }, status: 'live' })
  const outbox = await test.database.prisma.outbox.findMany({ orderBy: { id: 'asc' } })
  expect(outbox.at(-1)).toMatchObject({ matchId: 'm1', firstSeq: 3, lastSeq: 3 })
  const late = storedEvent('g3', { ...goal, occurredAt: '2026-05-01T19:09:59.000Z' })
  await enrich(batchOf([late], { firstOffset: 3n }).records)
  expect(await getMatch(test.database, 'm1')).toMatchObject({ score: { home: 1, away: 0 }, lastSeq: 4 })
})

it('keeps corrections while the log is away, and brings them after, the oldest first', async () => {
  log.setReachable(false)
  const ids = [await ask(1, 0), await ask(2, 0), await ask(3, 0)]
  const errors: unknown[] = []
  const sender = createCorrectionSender({
    ...{ database: test.database, log, intervalMs: 10 },
    onError: error => errors.push(error),
  })
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1), { timeout: 5_000 })
  expect(await unsent()).toBe(3)
  log.setReachable(true)
  await vi.waitFor(async () => expect(await unsent()).toBe(0), { timeout: 5_000 })
  await sender.stop()
  const sent = (await read(sourceTopics.broadcast)).map(
    ({ value }) => (JSON.parse(Buffer.from(value).toString()) as { sourceEventId: string }).sourceEventId,
  )
  expect(sent).toEqual(ids.map(id => `correction:${id}`))
})

it('is done by one processor at a time', async () => {
  for (let n = 0; n < 120; n += 1) await ask(n % 9, 0, `m${n}`)
  const options = {
    database: test.database,
    log,
    intervalMs: 5,
    onError: (error: unknown) => expect.fail(String(error)),
  }
  const senders = [
    createCorrectionSender(options),
    createCorrectionSender(options),
    createCorrectionSender(options),
  ]
  await vi.waitFor(async () => expect(await unsent()).toBe(0), { timeout: 10_000 })
  await Promise.all(senders.map(sender => sender.stop()))
  expect(await read(sourceTopics.broadcast)).toHaveLength(120)
})
