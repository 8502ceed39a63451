import type { BrowserContext, Page } from 'playwright-core'
import type { ConsoleHouse } from './console-house.ts'
import { type Evening, seedEvening } from './evening.ts'

/** Two people at work in a house, and what their evening left behind. */
export interface Crew {
  readonly evening: Evening
  /** Signed in as the admin. */
  readonly admin: BrowserContext
  /** Signed in as nobody; one page of it follows a match. */
  readonly visitor: BrowserContext
}

/** Signs an admin and a helper in, and has an evening pass. */
export async function workAnEvening(desk: ConsoleHouse): Promise<Crew> {
  const admin = await desk.signedIn('admin')
  const helper = await desk.signedIn('support')
  const adminPage = await placed(admin, desk.url)
  const helperPage = await placed(helper, desk.url)
  const visitor = await desk.browser.newContext()
  const fan = await visitor.newPage()
  const evening = await seedEvening(desk, { admin: adminPage, helper: helperPage, fan })
  await Promise.all([adminPage.close(), helper.close()])
  return { evening, admin, visitor }
}

/** A page of the console's origin, from which its procedures can be called. */
async function placed(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${origin}/console/audit`)
  return page
}
