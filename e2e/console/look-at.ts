import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { violationsOf } from './axe.ts'
import type { HousePage } from './house-pages.ts'
import { settled } from './settled.ts'

export const sizes = {
  desk: { width: 1280, height: 800 },
  tablet: { width: 820, height: 1180 },
} as const
const schemes = ['light', 'dark'] as const

export interface Look {
  /** Takes a picture in each scheme into this folder. */
  readonly picturesInto?: string
  /** Has axe look, in both schemes and at both sizes. */
  readonly withAxe?: boolean
}

/** Opens a page and looks at it, light and dark, on a desk and on a tablet; what is wrong with it. */
export async function lookAt(
  context: BrowserContext,
  origin: string,
  { page: asked, look }: { readonly page: HousePage; readonly look: Look },
): Promise<string[]> {
  const page = await context.newPage()
  const faults: string[] = []
  noteWhatBreaks(page, fault => faults.push(fault))
  try {
    await open(page, origin, asked)
    faults.push(...(await headFaults(page, asked)), ...(await lookAround(page, asked, look)))
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
  } finally {
    await page.close()
  }
  return faults.map(fault => `${asked.path}: ${fault}`)
}

async function open(page: Page, origin: string, asked: HousePage): Promise<void> {
  const { path, scrollTo = [] } = asked
  await page.setViewportSize(sizes.desk)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${origin}${path}`, { waitUntil: 'load' })
  for (const part of scrollTo) {
    await page
      .locator(part)
      .first()
      .evaluate(element => element.scrollIntoView({ block: 'start' }))
  }
  await pressAll(page, asked)
  await settled(page, asked)
}

async function pressAll(page: Page, { press = [], keys = [] }: HousePage): Promise<void> {
  for (const name of press) await page.getByRole('button', { name }).first().click()
  if (keys.length > 0) await settled(page)
  for (const key of keys) await page.keyboard.press(key)
}

async function lookAround(page: Page, asked: HousePage, { picturesInto, withAxe }: Look): Promise<string[]> {
  const faults: string[] = []
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    if (picturesInto) await takePicture(page, picturesInto, `${asked.name}-${colorScheme}`)
    if (!withAxe) continue
    for (const fault of await violationsOf(page)) faults.push(`${colorScheme}: ${fault}`)
  }
  return withAxe ? [...faults, ...(await tabletFaults(page, asked))] : faults
}

async function headFaults(page: Page, { heading, title }: HousePage): Promise<string[]> {
  const headings = await page.locator('h1').allTextContents()
  const [text = ''] = headings
  const fits = typeof heading === 'string' ? text === heading : heading.test(text)
  const name = await page.title()
  return [
    ...(headings.length === 1 && fits
      ? []
      : [`its headings are ${JSON.stringify(headings)}, not ${heading}`]),
    ...(title.test(name) ? [] : [`its title is “${name}”, not ${title}`]),
    ...(await wideFaults(page)),
  ]
}

async function tabletFaults(page: Page, asked: HousePage): Promise<string[]> {
  await page.setViewportSize(sizes.tablet)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await settled(page, { showsPlaceholders: asked.showsPlaceholders ?? false })
  const found = [...(await violationsOf(page)), ...(await wideFaults(page))]
  return found.map(fault => `tablet: ${fault}`)
}

/** No page scrolls sideways; what is wide scrolls within itself. */
async function wideFaults(page: Page): Promise<string[]> {
  const overPx = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  return overPx > 0 ? [`is ${overPx} px wider than the window`] : []
}

function noteWhatBreaks(page: Page, note: (fault: string) => void): void {
  page.on('pageerror', error => note(`error: ${error.message}`))
  // What the policy of pages refuses is told here, too.
  page.on('console', message => {
    if (message.type() === 'error' && !isMissingPage(message.text())) note(`console: ${message.text()}`)
  })
}

/** Pages of what there is not answer 404, on purpose. */
const isMissingPage = (text: string): boolean => /status of 404/.test(text)

async function takePicture(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
}
