import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { readSystemId } from './system-identity.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('is made once, whoever asks first, and stays', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => readSystemId(test.database)))
  expect(new Set(ids).size).toBe(1)
  expect(await readSystemId(test.database)).toBe(ids[0])
})
