import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, startWeb, type TestWeb } from './house/browser.ts'
import { replay } from './house/commands.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { root, until } from './house/process.ts'
import { getMatch } from './house/rest.ts'

const game = join(root, '../shared/data/metrica/Sample_Game_1_RawEventsData.csv')
const matchId = 'metrica-sample-game-1'
const delaySeconds = 6

let house: TestHouse
let web: TestWeb
let browser: Browser
beforeAll(async () => {
  if (!existsSync(game)) throw new Error(`the recorded matches are absent: ${game}`)
  house = await startTestHouse('embedded')
  web = await startWeb(`http://127.0.0.1:${house.ports.gateway}`, join(house.dataDir, 'web.log'))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await web?.stop()
  await house?.stop()
})

const open = async (query: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 375, height: 800 } })
  await page.goto(`${web.url}/matches/${matchId}?${query}`)
  return page
}
const lastSeq = async (page: Page) =>
  Number(await page.getByTestId('feed-state').getAttribute('data-last-seq'))

it('a page keeps its distance, or begins at a minute, and tells nothing from beyond', {
  timeout: 120_000,
}, async () => {
  const playing = replay(house, game, '--speed', '300', '--json')
  const behind = await open(`delay=${delaySeconds}`)
  await until(async () => expect(await lastSeq(behind)).toBeGreaterThan(100), 30_000)
  for (let look = 0; look < 5; look++) {
    const { lastSeq: headSeq } = await getMatch(house, matchId)
    const wasAtMs = Date.now()
    expect(await lastSeq(behind)).toBeLessThan(headSeq)
    await until(async () => expect(await lastSeq(behind)).toBeGreaterThanOrEqual(headSeq), 30_000)
    // Released by when it happened, which is a moment before it was stored.
    expect(Date.now() - wasAtMs).toBeGreaterThan((delaySeconds - 2) * 1_000)
    if (headSeq === 1_745) break
  }
  expect(await playing).toMatchObject({ code: 0 })
  await until(async () => expect(await lastSeq(behind)).toBe(1_745), 30_000)
  expect(await behind.getByTestId('score-home').first().textContent()).toBe('3')

  const rewound = await open('from=63:00')
  await until(async () => expect(await lastSeq(rewound)).toBe(1_745), 30_000)
  const state = rewound.getByTestId('feed-state')
  expect(Number(await state.getAttribute('data-received'))).toBeLessThan(1_000)
  expect(await state.getAttribute('data-gaps')).toBe('0')

  await rewound.getByTestId('watch-from').fill('80')
  await rewound.getByTestId('watch-from').press('Enter')
  await until(async () => expect(rewound.url()).toContain('from=80%3A00'), 5_000)
  await rewound.getByTestId('delay').focus()
  for (let press = 0; press < 3; press++) await rewound.keyboard.press('ArrowRight')
  await until(async () => expect(rewound.url()).toContain('delay=3'), 5_000)
  expect(await rewound.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await until(
    async () => expect(await rewound.getByTestId('presence').textContent()).toMatch(/watching/),
    20_000,
  )
})
