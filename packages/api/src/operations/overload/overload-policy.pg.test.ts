import { defaultOverloadPolicy } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { getOverloadPolicy } from './get.ts'
import { setOverloadPolicy, setOverloadPolicyInput } from './set.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('holds the default until somebody sets one, and keeps who and when', async () => {
  expect(await getOverloadPolicy(test.database)).toEqual({
    ok: true,
    value: { policy: defaultOverloadPolicy, set: null },
  })
  const policy = { ...defaultOverloadPolicy, maxEventsPerSecond: 500 }
  const stored = { ok: true, value: { policy, set: { by: 'bob', at: expect.stringMatching(/Z$/) } } }
  await setOverloadPolicy(test.database, defaultOverloadPolicy, atCommandLine('ann'))
  expect(await setOverloadPolicy(test.database, policy, atCommandLine('bob'))).toEqual(stored)
  expect(await getOverloadPolicy(test.database)).toEqual(stored)
  expect(setOverloadPolicyInput.safeParse({ ...policy, backfillPerSecond: 1 }).success).toBe(false)
})

it('falls back to the default where what is stored can not be read', async () => {
  await test.database.pool.query(`update controls set value = '{"low": 1}'`)
  expect(await getOverloadPolicy(test.database)).toMatchObject({
    value: { policy: defaultOverloadPolicy, set: null },
  })
})
