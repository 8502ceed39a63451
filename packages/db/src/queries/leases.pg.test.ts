import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../database.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type Lease, LeaseLost, listLeases, takeLease } from './leases.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate leases'))

const take = (holder: string, ttlMs = 10_000) => takeLease(test.database, 'sums', { holder, ttlMs })
const must = (lease: Lease | undefined): Lease => {
  if (!lease) throw new Error('somebody else holds it')
  return lease
}
const write = (lease: Lease) => inTransaction(test.database.pool, tx => lease.fence(tx))

it('is held by one of many who try at once', async () => {
  let before = 0n
  for (let turn = 1; turn <= 20; turn += 1) {
    const taken = await Promise.all(Array.from({ length: 10 }, (_, n) => take(`p${n}`)))
    const held = taken.filter(lease => lease !== undefined)
    expect(held).toHaveLength(1)
    expect(held[0]?.token).toBeGreaterThan(before)
    before = held[0]?.token ?? 0n
    await held[0]?.release()
  }
})

it('passes to the next once it is over, and the one before it can neither renew nor write', async () => {
  const first = must(await take('a', 100))
  await write(first)
  expect(first.leftMs()).toBeGreaterThan(0)
  expect(await take('b')).toBeUndefined()
  await delay(150)
  expect(first.leftMs()).toBe(0)
  const second = must(await take('b'))
  expect(second.token).toBeGreaterThan(first.token)
  await expect(write(first)).rejects.toThrow(LeaseLost)
  expect(await first.renew()).toBe(false)
  expect(first.leftMs()).toBe(0)
  await first.release()
  await write(second)
  expect(await listLeases(test.database, 'su')).toEqual([{ name: 'sums', holder: 'b' }])
  expect(await listLeases(test.database, 'x')).toEqual([])
})

it('lasts for as long as it is renewed, and goes on late where nobody took it meanwhile', async () => {
  const lease = must(await take('a', 100))
  for (let turn = 0; turn < 4; turn += 1) {
    await delay(60)
    expect(await lease.renew()).toBe(true)
    expect(await take('b')).toBeUndefined()
  }
  await delay(150)
  expect(await lease.renew()).toBe(true)
  expect(lease.leftMs()).toBeGreaterThan(0)
})

it('is not mistaken for one that a failover lost', async () => {
  const lost = must(await take('a'))
  await test.database.pool.query('truncate leases')
  const held = must(await take('b'))
  expect(await lost.renew()).toBe(false)
  await expect(write(lost)).rejects.toThrow(LeaseLost)
  await write(held)
})

it('does not pass on while its holder writes', async () => {
  const first = must(await take('a', 50))
  let second: Promise<Lease | undefined> | undefined
  let isTaken = false
  await inTransaction(test.database.pool, async tx => {
    await first.fence(tx)
    await delay(100)
    second = take('b').finally(() => {
      isTaken = true
    })
    await delay(200)
    expect(isTaken).toBe(false)
  })
  expect(await second).toBeDefined()
})
