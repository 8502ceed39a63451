import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleHouse, openConsoleHouse } from './console/console-house.ts'
import { pictureIfFailed } from './console/picture.ts'
import { kickOff, sendInPerCent, untilDead } from './console/poison.ts'
import { arrivesAt } from './console/sign-in.ts'
import { until } from './house/process.ts'

const matchId = 'final-2'
const mostSeconds = 90
let desk: ConsoleHouse
let page: Page
let fan: Page

beforeAll(async () => {
  desk = await openConsoleHouse()
  await kickOff(desk.house, matchId)
  await sendInPerCent(desk.house, matchId, 11)
  await untilDead(desk.database, matchId, 12)
  const context = await desk.signedIn('operator', { viewport: { width: 1280, height: 900 } })
  context.setDefaultTimeout(15_000)
  page = await context.newPage()
  fan = await (await desk.browser.newContext()).newPage()
  await fan.goto(`${desk.url}/matches/${matchId}`)
})
afterAll(() => desk?.stop())
afterEach(({ task }) => pictureIfFailed(page, task))

const { stringify } = JSON
const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
const waitFor = (text: string | RegExp) => page.getByText(text).first().waitFor()
const activeRow = () =>
  page.locator('[role=row]:focus, [role=row]:focus-within').textContent({ timeout: 2_000 })

/** Goes down a table row by row until the one that has the keyboard says `text`. */
async function goDownTo(text: RegExp): Promise<void> {
  for (let row = 0; row < 20; row += 1) {
    await press('j')
    if (text.test((await activeRow()) ?? '')) return
  }
  throw new Error(`no row says ${text}`)
}

describe('an incident, by keyboard alone', () => {
  it(`is seen, understood, mended and replayed within ${mostSeconds} s`, async () => {
    await page.goto(`${desk.url}/console`)
    await arrivesAt(page, 'Pipeline')
    const startedAt = performance.now()
    // The page is seen a moment before it hears keys.
    await until(async () => {
      await press('g', 'd')
      await page.getByRole('heading', { level: 1, name: 'Dead letters' }).waitFor({ timeout: 1_000 })
    }, 15_000)
    await page.getByRole('row').filter({ hasText: 'goal-scored' }).waitFor()
    await goDownTo(/goal-scored/)
    await press('Enter')
    await waitFor('Letters of this group')
    await press('l')
    await page.getByRole('grid', { name: 'Dead letters' }).getByRole('row').nth(1).waitFor()
    await goDownTo(/implausible/i)
    await press('Enter')
    await waitFor('Why it died')
    await press('e')
    const editor = page.getByRole('textbox', { name: /Corrected payload/ })
    await editor.waitFor()
    await expect.poll(() => editor.evaluate(element => element === document.activeElement)).toBe(true)
    const event = JSON.parse(await editor.inputValue())
    event.payload.start.x = 0.88
    await press('ControlOrMeta+a')
    await page.keyboard.insertText(stringify(event, null, 2))
    await page.getByText('Replay the correction…').first().waitFor()
    await page
      .locator('[aria-disabled=true]', { hasText: 'Replay the correction…' })
      .first()
      .waitFor({ state: 'detached' })
    await press('ControlOrMeta+Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').waitFor()
    await page.keyboard.type('Per cent instead of a fraction')
    await dialog.locator('button[aria-disabled=true]').first().waitFor({ state: 'detached' })
    await press('ControlOrMeta+Enter')
    await dialog
      .getByText(/would recover/i)
      .first()
      .waitFor()
    await press('ControlOrMeta+Enter')
    await page.waitForURL(/\/console\/replays\/\d+/)
    await waitFor('Finished')
    await expect.poll(() => fan.getByTestId('score-home').textContent(), { timeout: 15_000 }).toBe('2')
    await press('g', 'a')
    await arrivesAt(page, 'Audit')
    await waitFor('Per cent instead of a fraction')
    const tookSeconds = (performance.now() - startedAt) / 1_000
    process.stdout.write(`by keyboard alone: ${tookSeconds.toFixed(1)} s\n`)
    expect(tookSeconds).toBeLessThan(mostSeconds)
  })

  it('tells its keys, and finds pages and ids by name', async () => {
    await press('?')
    await page.getByRole('dialog').getByText('Dead letters').waitFor()
    await press('Escape')
    await press('ControlOrMeta+k')
    await page.getByRole('combobox', { name: 'Search commands and pages' }).waitFor()
    await page.keyboard.type('deliv')
    await page
      .getByRole('option', { name: /Deliveries/ })
      .first()
      .waitFor()
    await press('Enter')
    await arrivesAt(page, 'Deliveries')
  })
})
