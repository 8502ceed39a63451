import { createDatabase, type Database, LeaseLost } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { startTestPooler } from '../../../../../tooling/test/testing/test-pooler.ts'
import { createReconciliation, type ReconciliationOptions } from './index.ts'

const hourMs = 3_600_000
const groups = [{ group: 'processor', topics: ['sensor-events'] }]
const clock = { ms: Date.parse('2026-05-01T19:20:00Z') }
let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate leases, reconciliation_reports'))

function processor(holder: string, database: Database, log: ReconciliationOptions['log']) {
  const reconciliation = createReconciliation({
    ...{ database, holder, log, groups, nowMs: () => clock.ms, intervalMs: 3_600_000 },
    ...{ wakeRelay: () => {}, onFinding: () => {}, onError: () => {} },
  })
  onTestFinished(() => reconciliation.stop())
  return reconciliation
}
const accounts = async () => {
  const { rows } = await test.database.pool.query<{ at: Date }>(
    `select at from reconciliation_reports where kind = 'account' order by at`,
  )
  return rows.map(({ at }) => at.getTime())
}

it('doubles nothing where another took the lead between the look and the write', async () => {
  const log = createMemoryEventLog()
  const second = processor('second', test.database, log)
  const first = processor('first', test.database, {
    lag: async (group, topics) => {
      await test.database.pool.query('update leases set expires_at = to_timestamp(0)')
      expect(await second.runAccount()).toBeDefined()
      return log.lag(group, topics)
    },
  })
  await expect(first.runAccount()).rejects.toThrow(LeaseLost)
  expect(await accounts()).toEqual([clock.ms])
})

it('has one leader at a time through a pooler in transaction mode', async () => {
  const pooler = await startTestPooler({ poolMode: 'transaction', poolSize: 4 })
  onTestFinished(() => pooler.stop())
  const processors = ['a', 'b', 'c', 'd'].map(holder => {
    const database = createDatabase({
      ...{ url: pooler.pooled(test.url), applicationName: holder },
      ...{ maxConnections: 4, preparedStatements: false },
    })
    onTestFinished(() => database.close())
    return processor(holder, database, createMemoryEventLog())
  })
  const hours = Array.from({ length: 12 }, (_, hour) => clock.ms + hour * hourMs)
  for (const ms of hours) {
    clock.ms = ms
    const reports = await Promise.all(processors.map(each => each.runAccount()))
    expect(reports.filter(Boolean)).toHaveLength(1)
  }
  expect(await accounts()).toEqual(hours)
})
