import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Auth, createAuth } from '../index.ts'
import { type Browser, origin } from './browser.ts'
import { ownPassword } from './people.ts'

/** A door with a database of its own, for one file of tests; none of them may meet what nobody expected. */
export interface AuthHouse {
  test: TestDatabase
  auth: Auth
  /** Another process at the same database. */
  replica(): Auth
  /** What was written down about somebody, in order. */
  trailOf(personId: string): Promise<string[]>
}

export function useAuthHouse(): AuthHouse {
  const unexpected: unknown[] = []
  const open = () =>
    createAuth({
      database: house.test.database,
      secret: 'a secret of thirty-two characters, or more',
      publicUrls: [origin, 'http://localhost:3000'],
      reservedDomains: ['crew.example'],
      onUnexpected: error => unexpected.push(error),
    })
  const house = {
    replica: open,
    trailOf: async (personId: string) => {
      const { rows } = await house.test.database.pool.query<{ action: string }>(
        'select action from audit_entries where subject_id = $1 order by id',
        [personId],
      )
      return rows.map(({ action }) => action)
    },
  } as AuthHouse
  beforeAll(async () => {
    house.test = await createTestDatabase()
    house.auth = open()
  })
  afterEach(() => expect(unexpected.splice(0)).toEqual([]))
  afterAll(() => house.test.drop())
  return house
}

/** Makes a fan and signs them in, as the page does. */
export async function signUp(browser: Browser, email: string, password = ownPassword) {
  await browser.post('/sign-up/email', { email, password })
  return signIn(browser, email, password)
}

export const signIn = (browser: Browser, email: string, password = ownPassword) =>
  browser.post('/sign-in/email', { email, password })
