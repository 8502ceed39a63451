import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, startWeb, type TestWeb } from './house/browser.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { until } from './house/process.ts'
import { getMatch } from './house/rest.ts'
import { sendWebhook } from './house/webhook.ts'

const matchId = 'revised-1'
const kickOffMs = Date.now() - 3 * 3_600_000

let house: TestHouse
let web: TestWeb
let browser: Browser
beforeAll(async () => {
  house = await startTestHouse('embedded')
  web = await startWeb(`http://127.0.0.1:${house.ports.gateway}`, join(house.dataDir, 'web.log'))
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await web?.stop()
  await house?.stop()
})

const event = (id: string, type: string, minute: number, more: object = {}) => ({
  ...{ matchId, sourceEventId: id, type, payload: {} },
  occurredAt: new Date(kickOffMs + minute * 60_000).toISOString(),
  clock: { period: 1, seconds: minute * 60 },
  ...more,
})
const goal = (id: string, minute: number, player: string, more: object = {}) =>
  event(id, 'goal-scored', minute, { payload: { team: 'home', player }, ...more })
const kick = (id: string, minute: number, team: string, scored: boolean) =>
  event(id, scored ? 'goal-scored' : 'shot-taken', 120 + minute, {
    clock: { period: 5, seconds: minute * 60 },
    payload: { team, player: `${team} ${id}`, ...(!scored && { outcome: 'saved' }) },
  })

async function send(...events: object[]): Promise<void> {
  for (const one of events) expect((await sendWebhook(house, one)).status).toBe(202)
}
const lastSeq = async (page: Page) =>
  Number(await page.getByTestId('feed-state').getAttribute('data-last-seq'))
const isAt = (page: Page, seq: number) => until(async () => expect(await lastSeq(page)).toBe(seq), 30_000)

it('a page shows events as they now stand, with their history, and a shoot-out as people write it', {
  timeout: 120_000,
}, async () => {
  const fixture = { home: 'Athletic Club de Bilbao', away: 'Borussia Mönchengladbach' }
  await send(event('s', 'match-scheduled', 0, { payload: fixture }), event('p', 'period-started', 0))
  // Goals are critical, and may pass what was sent before them.
  await until(async () => expect((await getMatch(house, matchId)).lastSeq).toBe(2), 10_000)
  await send(goal('g1', 5, 'Ada'), goal('g2', 20, 'Bea'))
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await page.goto(`${web.url}/matches/${matchId}`)
  await isAt(page, 4)
  await send(goal('g1', 5, 'Cleo'), goal('g2', 20, 'Bea', { deleted: true }))
  await isAt(page, 6)
  const moments = page.locator('section', { has: page.locator('#moments') })
  expect(await moments.textContent()).toContain('Cleo')
  expect(await moments.textContent()).not.toContain('Bea')
  const row = (seq: number) => page.locator(`[data-testid="event"][data-seq="${seq}"]`)
  expect(await row(4).locator('s').textContent()).toContain('Bea')
  const shots = page
    .locator('section', { has: page.locator('#stats') })
    .locator('dl > div', { hasText: 'Shots' })
  expect(await shots.textContent()).toContain(`${fixture.home} 1`)
  const names = page.getByRole('heading', { level: 2, name: fixture.away })
  const box = await names.boundingBox()
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390)
  await row(3).getByText('Show history').click()
  expect(await row(3).locator('ol').textContent()).toContain('Ada')
  await send(kick('k1', 1, 'home', true), kick('k2', 2, 'away', false), kick('k3', 3, 'home', true))
  await isAt(page, 9)
  await until(
    async () => expect(await page.getByTestId('penalties').textContent()).toBe('(2–0 pen.)'),
    10_000,
  )
  expect(await page.getByTestId('score-home').textContent()).toBe('1')
  expect(await page.getByTestId('shoot-out').getByRole('listitem').count()).toBe(3)
})
