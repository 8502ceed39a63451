import { criticalTopic, deadLetterTopics, logHeaders, sourceTopics } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import type { LogRecord } from '@touchline/streams'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { createBurial } from '../letters/bury.ts'
import { anyHeaderName, anyText, anyValue } from '../testing/any-record.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { readRecord } from './read-record.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const records = fc.array(
  fc.record({
    key: anyText,
    value: anyValue,
    headers: fc
      .array(fc.tuple(anyHeaderName, anyText), { maxLength: 6 })
      .map(all => Object.fromEntries(all) as Record<string, string>),
    appendedAtMs: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  }),
  { minLength: 1, maxLength: 20 },
)
const topics = [...Object.values(sourceTopics), criticalTopic]
const runs = { numRuns: 40, endOnFailure: true }

const batchOn = (topic: string, given: readonly Omit<LogRecord, 'topic' | 'partition' | 'offset'>[]) => ({
  topic,
  partition: 0,
  records: given.map((record, index) => ({ ...record, topic, partition: 0, offset: BigInt(index) })),
  signal: new AbortController().signal,
})
const fresh = () => test.database.pool.query(`truncate ${allTables}`)

it('whatever stands on an events topic becomes a stored event or a dead letter, and is accounted for', async () => {
  const holdsFor = async (topic: string, given: Parameters<typeof batchOn>[1]) => {
    await fresh()
    const handle = createEnrichment({ ...contextOn(test.database), overload: overloadBy() })
    expect(await handle(batchOn(topic, given))).toBe(BigInt(given.length))
    const accounts = await test.database.prisma.account.findMany()
    expect(accounts.reduce((sum, { accepted }) => sum + accepted, 0n)).toBe(BigInt(given.length))
    const { stored, dead } = accounts.reduce(
      (sum, account) => ({ stored: sum.stored + account.stored, dead: sum.dead + account.dead }),
      { stored: 0n, dead: 0n },
    )
    expect(BigInt(await test.database.prisma.matchEvent.count())).toBe(stored)
    expect(BigInt(await test.database.prisma.deadLetter.count())).toBe(dead)
  }
  await fc.assert(fc.asyncProperty(fc.constantFrom(...topics), records, holdsFor), runs)
})

it('whatever stands on an events topic waits behind a parked match as it is', async () => {
  const waits = async (given: Parameters<typeof batchOn>[1]) => {
    await fresh()
    await test.database.pool.query(
      `insert into parked_matches (match_id, error_code, error_message, due_at) values ('m1', 'c', 'm', now())`,
    )
    const handle = createEnrichment({ ...contextOn(test.database), overload: overloadBy() })
    expect(await handle(batchOn(sourceTopics.broadcast, given))).toBe(BigInt(given.length))
    const parked = await test.database.prisma.parkedRecord.findMany({ orderBy: { id: 'asc' } })
    const reads = batchOn(sourceTopics.broadcast, given).records.map(readRecord)
    expect(parked).toHaveLength(
      reads.filter(read => read.kind === 'event' && read.event.matchId === 'm1').length,
    )
    for (const { offset, raw } of parked) {
      expect(Buffer.from(raw).equals(Buffer.from(given[Number(offset)]?.value ?? []))).toBe(true)
    }
    const accounts = await test.database.prisma.account.findMany()
    const accepted = accounts.reduce((sum, account) => sum + account.accepted, 0n)
    expect(accepted + BigInt(parked.length)).toBe(BigInt(given.length))
  }
  await fc.assert(fc.asyncProperty(records, waits), runs)
})

it('whatever stands on a dead-letter topic becomes a row', async () => {
  const isKept = async (given: Parameters<typeof batchOn>[1]) => {
    await fresh()
    const topic = deadLetterTopics.broadcast
    const { database } = test
    const handle = createBurial({
      ...{ database, group: 'g', source: 'broadcast', build: 'b', nowMs: Date.now },
      onBuried: () => {},
    })
    expect(await handle(batchOn(topic, given))).toBe(BigInt(given.length))
    const letters = await database.prisma.deadLetter.findMany()
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
    expect(new Set(letters.map(({ raw }) => hex(raw)))).toEqual(new Set(given.map(({ value }) => hex(value))))
    const placed = given.filter(({ headers }) => headers[logHeaders.arrivalId] === undefined)
    expect(letters.length).toBeGreaterThanOrEqual(placed.length)
  }
  await fc.assert(fc.asyncProperty(records, isKept), runs)
})
