import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import type { BatchHandler } from '@touchline/streams'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createEnrichment } from './jobs/enrich/index.ts'
import { createBurial } from './letters/bury.ts'
import { startAtCheckpoints } from './progress.ts'
import { allTables, contextOn, overloadBy } from './testing/context.ts'
import { storedEvent } from './testing/records.ts'

let test: TestDatabase
let log: MemoryEventLog
const stops: (() => Promise<void>)[] = []
const setBacks: bigint[] = []
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
  log = createMemoryEventLog({ partitions: 1 })
  setBacks.length = 0
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const [topic, dlq, group] = ['broadcast-events', 'dlq-broadcast-events', 'processor']
const onSetBack = ({ offset }: { readonly offset: bigint }) => void setBacks.push(offset)

async function consume(): Promise<() => Promise<void>> {
  const enrich = createEnrichment({
    ...{ ...contextOn(test.database, { group }), overload: overloadBy(), onSetBack },
  })
  const bury = createBurial({
    ...{ database: test.database, group, source: 'broadcast', build: 'b', nowMs: Date.now },
    ...{ onBuried: () => {}, onSetBack },
  })
  const handler: BatchHandler = batch => (batch.topic === topic ? enrich(batch) : bury(batch))
  const startAt = startAtCheckpoints(test.database, group)
  const options = { group, topics: [topic, dlq], handler, startAt, maxBatchRecords: 2, retryDelayMs: 10 }
  const { stop } = await log.consume(options)
  stops.push(stop)
  return stop
}
const append = (...ids: string[]) =>
  log.append(
    topic,
    ids.map(id => ({ key: 'm1', value: Buffer.from(JSON.stringify(storedEvent(id))), headers: {} })),
  )
const refuse = (...texts: string[]) =>
  log.append(
    dlq,
    texts.map(text => ({ key: 'm1', value: Buffer.from(text), headers: {} })),
  )
const ids = async () =>
  (await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 100 })).map(one => one.sourceEventId)
const letters = () => test.database.prisma.deadLetter.count()
const stored = (...all: string[]) => vi.waitFor(async () => expect(await ids()).toEqual(all), 5_000)

const kept = ['matches', 'match_events', 'outbox', 'checkpoints', 'accounts', 'dead_letters']
/** As of a backup: what these tables hold now, to be brought back. */
async function backUp(): Promise<() => Promise<void>> {
  const run = (texts: string[]) => test.database.pool.query(texts.join(';'))
  await run(
    kept.flatMap(name => [
      `drop table if exists ${name}_backup`,
      `create table ${name}_backup as table ${name}`,
    ]),
  )
  return async () => {
    const restore = kept.map(
      name => `insert into ${name} overriding system value select * from ${name}_backup`,
    )
    await run(['begin', `truncate ${allTables}`, ...restore, 'commit'])
  }
}

it('reads again from the log what a database lost that was set back while nobody consumed', async () => {
  await append('a', 'b')
  await refuse('x')
  const stop = await consume()
  await stored('a', 'b')
  await vi.waitFor(async () => expect(await letters()).toBe(1))
  const restore = await backUp()
  await append('c', 'd', 'e')
  await refuse('y')
  await stored('a', 'b', 'c', 'd', 'e')
  await vi.waitFor(async () => expect(await letters()).toBe(2))
  await stop()
  await restore()
  expect(await ids()).toEqual(['a', 'b'])
  await consume()
  await stored('a', 'b', 'c', 'd', 'e')
  await vi.waitFor(async () => expect(await letters()).toBe(2))
  const [account] = await test.database.prisma.account.findMany({ where: { topic } })
  expect(account).toMatchObject({ accepted: 5n, stored: 5n, duplicate: 0n })
})

it('reads again what a database lost that was set back under a running processor, at its next record', async () => {
  await append('a')
  await refuse('x')
  await consume()
  await stored('a')
  await vi.waitFor(async () => expect(await letters()).toBe(1))
  const restore = await backUp()
  await append('b', 'c', 'd')
  await refuse('y')
  await stored('a', 'b', 'c', 'd')
  await vi.waitFor(async () => expect(await letters()).toBe(2))
  await restore()
  await append('e')
  await refuse('z')
  await stored('a', 'b', 'c', 'd', 'e')
  await vi.waitFor(async () => expect(await letters()).toBe(3))
  expect(setBacks).toEqual([1n, 1n])
})

it('begins a new database with the oldest record, whatever the log says was committed', async () => {
  await append('a', 'b')
  const stop = await consume()
  await stored('a', 'b')
  await stop()
  await test.database.pool.query(`truncate ${allTables}`)
  await consume()
  await stored('a', 'b')
})

it('begins at a checkpoint that is ahead of what the log says was committed', async () => {
  await append('a', 'b', 'c')
  const stop = await consume()
  await stored('a', 'b', 'c')
  await stop()
  log = createMemoryEventLog({ partitions: 1 })
  await append('a', 'b', 'c', 'd')
  await consume()
  await stored('a', 'b', 'c', 'd')
  const [account] = await test.database.prisma.account.findMany({ where: { topic } })
  expect(account).toMatchObject({ accepted: 4n, duplicate: 0n })
})
