import type { Page } from 'playwright-core'
import { until } from '../house/process.ts'
import type { HousePage } from './house-pages.ts'

/** A page has its heading and its fonts, and shows what it looked for. */
export async function settled(
  page: Page,
  { ready, showsPlaceholders = false }: Pick<HousePage, 'ready' | 'showsPlaceholders'> = {},
): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached', timeout: 15_000 })
  if (ready !== undefined) await page.locator(ready).first().waitFor({ state: 'attached', timeout: 15_000 })
  if (showsPlaceholders) return
  await until(async () => {
    const left = await page.evaluate<number>(placeholdersInSight)
    if (left > 0) throw new Error(`${page.url()} still has ${left} placeholders`)
  }, 15_000)
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

/** What lies further down may be looked for only when somebody comes there. */
const placeholdersInSight = `[...document.querySelectorAll('div.animate-breathe, [aria-busy="true"]')]
  .filter(element => element.checkVisibility())
  .map(element => element.getBoundingClientRect())
  .filter(({ top, bottom }) => top < innerHeight && bottom > 0).length`
