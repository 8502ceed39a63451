import { readFileSync } from 'node:fs'
import { createDatabase, readEvents, refuseMisconfigured } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { startTestPooler, type TestPooler } from '../../../../../tooling/test/testing/test-pooler.ts'
import { contextOn, overloadBy } from '../../testing/context.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import { createEnrichment } from './index.ts'

const processes = 4
const batches = 40
const perBatch = 25
const nowMs = () => Date.parse('2026-05-01T19:00:01.000Z')

let test: TestDatabase
let pooler: TestPooler
beforeAll(async () => {
  test = await createTestDatabase()
  const name = new URL(test.url).pathname.slice(1)
  const limits = ['lock_timeout = 30000', 'statement_timeout = 60000']
  const idle = 'idle_in_transaction_session_timeout = 60000'
  for (const setting of ['TimeZone = utc', ...limits, idle])
    await test.database.pool.query(`alter role postgres in database ${name} set ${setting}`)
  // Fewer sessions than connections, so that they change hands.
  pooler = await startTestPooler({ poolMode: 'transaction', poolSize: 6 })
})
afterAll(async () => {
  await pooler.stop()
  await test.drop()
})

/** A process of its own: half of each batch was in the one before it, as after a crash. */
async function enrichPartition(partition: number): Promise<void> {
  const database = createDatabase({
    url: pooler.pooled(test.url),
    applicationName: `pooled-${partition}`,
    maxConnections: 4,
    preparedStatements: false,
  })
  onTestFinished(() => database.close())
  await refuseMisconfigured(database)
  const enrich = createEnrichment({ ...contextOn(database, { nowMs }), overload: overloadBy() })
  for (let batch = 0; batch < batches; batch += 1) {
    const first = batch * perBatch - (batch > 0 ? Math.floor(perBatch / 2) : 0)
    const events = Array.from({ length: (batch + 1) * perBatch - first }, (_, index) =>
      storedEvent(`e${first + index}`, { matchId: `p${partition}-m${(first + index) % 3}` }),
    )
    await enrich(batchOf(events, { partition, firstOffset: BigInt(first) }))
  }
}

it('stores every event once, in order, through a pooler in transaction mode', async () => {
  await Promise.all(Array.from({ length: processes }, (_, partition) => enrichPartition(partition)))
  const matches = await test.database.prisma.match.findMany()
  expect(matches).toHaveLength(3 * processes)
  let stored = 0
  for (const { matchId } of matches) {
    const events = await readEvents(test.database, { matchId, afterSeq: 0, limit: 10_000 })
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    expect(new Set(events.map(({ sourceEventId }) => sourceEventId)).size).toBe(events.length)
    stored += events.length
  }
  expect(stored).toBe(processes * batches * perBatch)
  const accounts = await test.database.prisma.account.findMany()
  expect(accounts.every(({ accepted, stored }) => accepted === stored)).toBe(true)
  expect(await test.database.prisma.deadLetter.count()).toBe(0)
  expect(readFileSync(pooler.logFile, 'utf8')).not.toMatch(/prepared statement/)
})
