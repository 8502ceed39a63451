import { afterAll, beforeAll, expect, it } from 'vitest'
import { poolUse } from '../pool-use.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { schemaIsCurrent } from './schema-version.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const newest = '(select max(migration_name) from _prisma_migrations)'

it('is current with the newest migration applied, and not while it is missing, unfinished or rolled back', async () => {
  const { pool } = test.database
  expect(await schemaIsCurrent(test.database)).toBe(true)
  for (const undone of ['finished_at = null', 'rolled_back_at = now()']) {
    await pool.query(`update _prisma_migrations set ${undone} where migration_name = ${newest}`)
    expect(await schemaIsCurrent(test.database)).toBe(false)
    await pool.query('update _prisma_migrations set finished_at = now(), rolled_back_at = null')
  }
  expect(await schemaIsCurrent(test.database)).toBe(true)
  await pool.query(`delete from _prisma_migrations where migration_name = ${newest}`)
  expect(await schemaIsCurrent(test.database)).toBe(false)
  await pool.query('drop table _prisma_migrations')
  expect(await schemaIsCurrent(test.database)).toBe(false)
})

it('tells how much of the pool is in use', async () => {
  const { pool } = test.database
  expect(poolUse(test.database)).toMatchObject({ used: 0, max: 10, waiting: 0 })
  const clients = await Promise.all(Array.from({ length: 10 }, () => pool.connect()))
  const late = pool.connect()
  expect(poolUse(test.database)).toEqual({ used: 10, max: 10, waiting: 1 })
  for (const client of clients) client.release()
  ;(await late).release()
  expect(poolUse(test.database)).toEqual({ used: 0, max: 10, waiting: 0 })
})
