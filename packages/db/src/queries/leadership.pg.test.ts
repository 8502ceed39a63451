import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createLeadership } from './leadership.ts'
import { LeaseLost } from './leases.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  await test.database.pool.query('create table written (by text)')
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate leases, written'))

function leader(holder: string, ttlMs = 10_000) {
  const leadership = createLeadership(test.database, 'task', { holder, ttlMs })
  onTestFinished(() => leadership.release())
  return leadership
}
const expire = () => test.database.pool.query('update leases set expires_at = to_timestamp(0)')
const written = async () => (await test.database.pool.query('select by from written')).rows.map(row => row.by)

it('is one process at a time, and the next one when that lets go', async () => {
  const [first, second] = [leader('a'), leader('b')]
  expect(await first.lead(async () => 'led')).toBe('led')
  expect(await second.lead(async () => 'led')).toBeUndefined()
  await first.release()
  expect(await second.lead(async () => 'led')).toBe('led')
  expect(await first.lead(async () => 'led')).toBeUndefined()
})

it('lasts while its process lives, however long its work takes', async () => {
  const [first, second] = [leader('a', 400), leader('b', 400)]
  await first.lead(async write => {
    for (let turn = 0; turn < 6; turn += 1) {
      await delay(150)
      expect(await second.lead(async () => 'led')).toBeUndefined()
    }
    await write(tx => tx.query(`insert into written values ('a')`))
  })
  expect(await written()).toEqual(['a'])
})

it('lets the one before write nothing, whatever it thinks', async () => {
  const [first, second] = [leader('a'), leader('b')]
  const late = first.lead(async write => {
    await expire()
    await second.lead(next => next(tx => tx.query(`insert into written values ('b')`)))
    await write(tx => tx.query(`insert into written values ('a')`))
  })
  await expect(late).rejects.toThrow(LeaseLost)
  expect(await written()).toEqual(['b'])
})

it('is not renewed once it is let go', async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    const first = leader('a', 40)
    await first.lead(async () => delay(Math.random() * 20))
    await first.release()
    await delay(5)
    expect(await leader(`b${turn}`).lead(async () => 'led')).toBe('led')
    await test.database.pool.query('truncate leases')
  }
})
