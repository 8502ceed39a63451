import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Role } from '@touchline/contracts'
import { createDatabase, type Database } from '@touchline/db'
import type { Browser, BrowserContext } from 'playwright-core'
import { makeOperator, ownPassword } from '../../packages/api/src/console/auth/testing/people.ts'
import { openBrowser, startWeb } from '../house/browser.ts'
import { type HouseOptions, startTestHouse, type TestHouse } from '../house/house.ts'
import { signInOverHttp } from './sign-in.ts'

/** A house with its console, and people who may use it. */
export interface ConsoleHouse {
  readonly house: TestHouse
  readonly database: Database
  readonly browser: Browser
  readonly url: string
  /** What its server alone knows, by name. */
  readonly secrets: Readonly<Record<'AUTH_SECRET' | 'API_KEY_PEPPER', string>>
  /** Makes somebody with a password of their own, who has not signed in yet. */
  person(role: Role): Promise<Person>
  /** A browser's context in which somebody of this role is signed in. */
  signedIn(role: Role, options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>
  stop(): Promise<void>
}

export interface Person {
  readonly id: string
  readonly email: string
  readonly password: string
}

export async function openConsoleHouse(options: HouseOptions = {}): Promise<ConsoleHouse> {
  const house = await startTestHouse('embedded', options)
  const database = createDatabase({ url: house.databaseUrl, applicationName: 'journey', maxConnections: 4 })
  const gateway = `http://127.0.0.1:${house.ports.gateway}`
  const secrets = {
    AUTH_SECRET: randomBytes(32).toString('hex'),
    API_KEY_PEPPER: randomBytes(32).toString('hex'),
  }
  const web = await startWeb(gateway, join(house.dataDir, 'web.log'), {
    DATABASE_URL: house.databaseUrl,
    ...secrets,
  })
  const browser = await openBrowser()
  let people = 0
  const person = async (role: Role): Promise<Person> => {
    people += 1
    const email = `${role}-${people}@example.org`
    return { id: await makeOperator(database, email, { role }), email, password: ownPassword }
  }
  return {
    ...{ house, database, browser, url: web.url, secrets, person },
    signedIn: async (role, options) => {
      const context = await browser.newContext(options)
      await context.addCookies(await signInOverHttp(web.url, await person(role)))
      return context
    },
    stop: async () => {
      await browser.close()
      await database.close()
      await web.stop()
      await house.stop()
    },
  }
}
