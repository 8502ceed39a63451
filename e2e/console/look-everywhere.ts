import type { BrowserContext } from 'playwright-core'
import type { ConsoleHouse } from './console-house.ts'
import type { Crew } from './crew.ts'
import { consolePages, doorPages, fanPages, type HousePage, statesPage } from './house-pages.ts'
import { type Look, lookAt } from './look-at.ts'
import { signInOverHttp } from './sign-in.ts'

const enrol: HousePage = {
  ...{ name: 'enrol', path: '/enrol', heading: 'Set up the second factor', title: /^Second factor · / },
  isWhole: true,
}
const changePassword: HousePage = {
  ...{ name: 'change-password', path: '/change-password', heading: 'Change your password' },
  ...{ title: /^Change password · /, isWhole: true },
}

export interface Visit {
  readonly page: HousePage
  readonly as: BrowserContext
}

/** Each page of the app with whom it is for; those of the live match when it has something to show. */
export async function visitsOf(
  desk: ConsoleHouse,
  { evening, admin, visitor }: Crew,
): Promise<readonly Visit[]> {
  const newcomer = await desk.browser.newContext()
  const viewer = await desk.person('viewer')
  await newcomer.addCookies(await signInOverHttp(desk.url, viewer))
  const as = (context: BrowserContext, pages: readonly HousePage[]) =>
    pages.map(page => ({ page, as: context }))
  const pages = consolePages(evening)
  const played = pages.findIndex(({ name }) => name === 'match')
  return [
    ...as(admin, pages.slice(0, played)),
    ...as(visitor, fanPages(evening)),
    ...as(admin, pages.slice(played)),
    ...as(visitor, [...doorPages, statesPage]),
    ...as(newcomer, [enrol, changePassword]),
  ]
}

const atOnce = 2

/** Goes to all pages, two at a time; what is wrong with any of them. */
export async function lookEverywhere(
  desk: ConsoleHouse,
  visits: readonly Visit[],
  look: Look,
): Promise<string[]> {
  const faults: string[] = []
  const left = [...visits]
  const go = async () => {
    for (let next = left.shift(); next; next = left.shift())
      faults.push(...(await lookAt(next.as, desk.url, { page: next.page, look })))
  }
  await Promise.all(Array.from({ length: atOnce }, go))
  return faults
}
