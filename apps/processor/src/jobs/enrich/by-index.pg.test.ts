import { createDatabase } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contextOn, overloadBy } from '../../testing/context.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import { createEnrichment } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const perBatch = 50
const batches = 30

/** Of play for the most part, with a goal, and an event that an earlier batch brought, told otherwise. */
const batch = (n: number): object[] =>
  Array.from({ length: perBatch }, (_, index) => {
    const id = `${n}-${index}`
    const matchId = `m${index % 5}`
    if (index === 0) return storedEvent(id, { matchId, type: 'goal-scored', payload: { team: 'home' } })
    if (index === 1 && n > 0)
      return storedEvent(`${n - 1}-6`, { matchId, payload: { team: 'home' }, revision: n })
    return storedEvent(id, { matchId })
  })

it('reads no table that grows with the evening from end to end, also while the planner takes it for empty', async () => {
  const database = createDatabase({ url: test.url, applicationName: 'by-index' })
  const handle = createEnrichment({ ...contextOn(database), overload: overloadBy() })
  for (let n = 0; n < batches; n += 1) {
    await handle(batchOf(batch(n), { firstOffset: BigInt(n * perBatch) }))
  }
  // Its connections tell what they read when they end.
  await database.close()
  await expect.poll(async () => (await tables()).match_events?.inserted).toBe(batches * perBatch)
  const scanned = Object.entries(await tables()).filter(([, { scans }]) => scans > 0)
  expect(scanned).toEqual([])
})

async function tables(): Promise<Record<string, { scans: number; inserted: number }>> {
  const { rows } = await test.database.pool.query(
    `select relname as name, seq_scan::int as scans, n_tup_ins::int as inserted from pg_stat_user_tables
     where relname in ('matches', 'match_events', 'event_ranks', 'global_event_ids', 'dead_letters', 'replay_items')`,
  )
  return Object.fromEntries(rows.map(({ name, ...row }) => [name, row]))
}
