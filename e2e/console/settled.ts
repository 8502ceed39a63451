import type { Page } from 'playwright-core'
import { until } from '../house/process.ts'

/** The headings a page may have while it looks for what it shows; and everything that breathes is a placeholder. */
const placeholders = '.animate-breathe:visible, [aria-busy="true"]:visible'

/** A page has its heading and its fonts, and shows what it looked for. */
export async function settled(page: Page, ready?: string): Promise<void> {
  await page.locator('h1').first().waitFor({ timeout: 15_000 })
  if (ready !== undefined) await page.locator(ready).first().waitFor({ timeout: 15_000 })
  await until(async () => {
    const left = await page.locator(placeholders).count()
    if (left > 0) throw new Error(`${page.url()} still has ${left} placeholders`)
  }, 15_000)
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}
