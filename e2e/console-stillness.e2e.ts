import { buryLetters, deadLetter } from '@touchline/db/testing'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleHouse, openConsoleHouse } from './console/console-house.ts'
import { pictureIfFailed } from './console/picture.ts'
import { kickOff, play, shot } from './console/poison.ts'
import { arrivesAt } from './console/sign-in.ts'

const perSecond = 200
const seconds = 8
let desk: ConsoleHouse
let page: Page

beforeAll(async () => {
  desk = await openConsoleHouse()
  await bury(40)
  await kickOff(desk.house, 'busy-1')
  const context = await desk.signedIn('operator', { viewport: { width: 1280, height: 900 } })
  context.setDefaultTimeout(15_000)
  page = await context.newPage()
})
afterAll(() => desk?.stop())
afterEach(({ task }) => pictureIfFailed(page, task))

let buried = 0
async function bury(count: number): Promise<void> {
  const letters = Array.from({ length: count }, (_, n) => {
    buried += 1
    return deadLetter({
      ...{ sourceEventId: `still-${buried}`, matchId: 'busy-1', isPublished: true },
      ...{ firstFailedAtMs: Date.now() + n, lastFailedAtMs: Date.now() + n },
      expiresAtMs: Date.now() + 86_400_000,
    })
  })
  await buryLetters(desk.database.pool, letters)
}

/** Does `work` ten times a second for a while, each a tenth of a second's updates. */
async function forAWhile(work: (count: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    await work(perSecond / 10)
    done += perSecond / 10
    const waitMs = startedAt + (tick + 1) * 100 - performance.now()
    if (waitMs > 0) await new Promise(resolve => setTimeout(resolve, waitMs))
  }
  return done / ((performance.now() - startedAt) / 1_000)
}

const shoot = (count: number) =>
  play(
    desk.house,
    'busy-1',
    Array.from({ length: count }, () => ({ type: 'shot-taken', payload: shot(0.8) })),
  )

/** What has the keyboard, what is selected, and where they stand on the screen. */
const stance = () =>
  page.evaluate(() => {
    const focused = document.activeElement?.closest('[role=row]')
    const selected = [...document.querySelectorAll('[role=row][aria-selected=true]')]
    return {
      focused: focused?.textContent,
      top: Math.round(focused?.getBoundingClientRect().top ?? -1),
      selected: selected.map(row => row.textContent),
    }
  })

describe(`${perSecond} updates a second`, () => {
  it('lose neither the focus nor the selection of a list that they come into', async () => {
    await page.goto(`${desk.url}/console/dead-letters?view=letters`)
    await arrivesAt(page, 'Dead letters')
    await page.getByRole('row').nth(5).waitFor()
    for (const key of ['j', 'j', 'x', 'j', 'x', 'j']) await page.keyboard.press(key)
    const before = await stance()
    expect(before.selected).toHaveLength(2)
    expect(before.focused).toBeTruthy()
    const newestBefore = await page.getByRole('row').nth(1).textContent()
    const rate = await forAWhile(async count => {
      await bury(count)
      await desk.database.pool.query(
        `update dead_letters set deaths = deaths + 1 where id in (select id from dead_letters order by id limit $1)`,
        [count],
      )
    })
    process.stdout.write(`letters: ${rate.toFixed(0)} new a second\n`)
    expect(rate).toBeGreaterThan(perSecond * 0.8)
    await page
      .getByText(/\d+ new/)
      .first()
      .waitFor()
    const after = await stance()
    const withoutTimes = (text: string | null | undefined) =>
      text?.replace(/(just now|\d+ (s|min|h) ago|now)/g, '')
    expect(after.top).toBe(before.top)
    expect(withoutTimes(after.focused)).toBe(withoutTimes(before.focused))
    expect(after.selected.map(withoutTimes)).toEqual(before.selected.map(withoutTimes))
    expect(withoutTimes(await page.getByRole('row').nth(1).textContent())).toBe(withoutTimes(newestBefore))
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    await expect.poll(() => page.getByRole('row').nth(1).textContent()).not.toBe(newestBefore)
  })

  it('lose neither in the live feed of a match', async () => {
    await page.goto(`${desk.url}/console/matches/busy-1`)
    const feed = page.getByRole('grid', { name: /feed/i })
    await page.getByText('Waiting for the next event').waitFor()
    await shoot(10)
    await feed.getByRole('row').nth(5).waitFor()
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key)
    const before = await stance()
    expect(before.focused).toBeTruthy()
    const rate = await forAWhile(shoot)
    process.stdout.write(`feed: ${rate.toFixed(0)} events a second\n`)
    expect(rate).toBeGreaterThan(perSecond * 0.8)
    const after = await stance()
    expect([after.focused, after.top]).toEqual([before.focused, before.top])
    expect(
      await page
        .getByText(/\d+ new/)
        .first()
        .textContent(),
    ).toMatch(/[1-9]\d{2}/)
  })
})
