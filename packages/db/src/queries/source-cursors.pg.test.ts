import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../database.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type Lease, takeLease } from './leases.ts'
import { loadSourceCursor, saveSourceCursors } from './source-cursors.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

async function take(name: string): Promise<Lease> {
  const lease = await takeLease(test.database, name, { holder: 'a' })
  if (!lease) throw new Error('somebody else holds it')
  return lease
}
const load = (name: string) => loadSourceCursor(test.database, name)

it('keeps the cursors of whoever holds the source, and of nobody who has lost it', async () => {
  const [north, south] = [await take('source/north'), await take('source/south')]
  expect(await load('source/north')).toBeUndefined()
  const save = (cursor: string) =>
    saveSourceCursors(
      test.database,
      [north, south].map(lease => ({ lease, cursor })),
    )
  expect(await save('1')).toEqual(new Set(['source/north', 'source/south']))
  await north.release()
  const successor = await take('source/north')
  await saveSourceCursors(test.database, [{ lease: successor, cursor: '5' }])
  expect(await save('2')).toEqual(new Set(['source/south']))
  expect([await load('source/north'), await load('source/south')]).toEqual(['5', '2'])
})

it('waits for whoever is taking the source over, and then saves nothing', async () => {
  const lease = await take('source/east')
  const { pool } = test.database
  let saving: Promise<ReadonlySet<string>> | undefined
  await inTransaction(pool, async tx => {
    await tx.query(`update leases set token = token + 1 where name = 'source/east'`)
    saving = saveSourceCursors(test.database, [{ lease, cursor: '9' }])
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%source_cursors%'
                       and datname = current_database()`
    while ((await pool.query(waiting)).rowCount === 0);
  })
  expect(await saving).toEqual(new Set())
  expect(await load('source/east')).toBeUndefined()
})
