import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createSpool, type Spool } from '@touchline/resilience'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { batchOf, storedEvent } from '../testing/records.ts'
import { createLetterStore } from './letter-store.ts'

let test: TestDatabase
let folder: string
let spool: Spool
let store: ReturnType<typeof createLetterStore>
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
  folder = await mkdtemp(join(tmpdir(), 'letters-'))
  spool = await createSpool({ folder, maxBytes: 1_048_576 })
  const none = () => {}
  const { database } = test
  store = createLetterStore({
    database,
    spool,
    onSpooled: none,
    onDrained: none,
    onError: none,
    intervalMs: 20,
  })
})
afterEach(async () => {
  await store.stop()
  await spool.close()
  await rm(folder, { recursive: true })
  await test.database.pool.query('alter table dead_letters drop constraint if exists away')
})

const handler = () =>
  createEnrichment({ ...contextOn(test.database, { letters: store }), overload: overloadBy() })
const account = async () => {
  const rows = await test.database.prisma.account.findMany({ orderBy: { matchId: 'asc' } })
  return rows.map(({ matchId, accepted, stored, dead, duplicate }) =>
    [matchId, accepted, stored, dead, duplicate].join(' '),
  )
}
const seqs = async () =>
  (await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 10 })).map(event => event.seq)

it('keeps letters on disk while their table is away, their neighbours go on, and all is accounted for after', async () => {
  await test.database.pool.query('alter table dead_letters add constraint away check (false) not valid')
  await handler()(batchOf([storedEvent('a'), '{"junk', storedEvent('b')]))
  await handler()(batchOf(['{"junk', '{"more', storedEvent('c')], { firstOffset: 3n }))
  expect(await seqs()).toEqual([1, 2, 3])
  expect(spool.depth().records).toBe(3)
  expect(await account()).toEqual(['m1 3 3 0 0'])
  await test.database.pool.query('alter table dead_letters drop constraint away')
  await vi.waitFor(() => expect(spool.depth().records).toBe(0), 10_000)
  // The same junk twice is two letters.
  expect(await account()).toEqual([' 3 0 3 0', 'm1 3 3 0 0'])
  const letters = await test.database.prisma.deadLetter.findMany({ orderBy: { originOffset: 'asc' } })
  expect(letters.map(letter => Buffer.from(letter.raw).toString())).toEqual(['{"junk', '{"junk', '{"more'])
})

it('holds the records in the log where neither table nor spool can keep the letter', async () => {
  await test.database.pool.query('alter table dead_letters add constraint away check (false) not valid')
  await spool.close()
  await expect(handler()(batchOf([storedEvent('a'), '{"junk']))).rejects.toThrow()
  expect(await test.database.prisma.deadLetter.count()).toBe(0)
  expect(await test.database.prisma.checkpoint.findMany()).toMatchObject([{ nextOffset: 1n }])
})

it('goes to the table where nothing is wrong', async () => {
  await handler()(batchOf([storedEvent('a'), '{"junk']))
  expect(spool.depth().records).toBe(0)
  expect(await account()).toEqual([' 1 0 1 0', 'm1 1 1 0 0'])
})
