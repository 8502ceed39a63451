import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, startWeb, type TestWeb } from './house/browser.ts'
import { audit, replay } from './house/commands.ts'
import { type CuttingProxy, startCuttingProxy } from './house/cutting-proxy.ts'
import { type Profile, startTestHouse, type TestHouse } from './house/house.ts'
import { root, until } from './house/process.ts'
import { allEvents, getMatch } from './house/rest.ts'
import { followWithTrpc } from './house/trpc-fan.ts'

const samples = join(root, '../shared/data/metrica')
const game1 = join(samples, 'Sample_Game_1_RawEventsData.csv')
const game3 = join(samples, 'Sample_Game_3_events.json')
const cuts = 20

const expectedIds = (count: number) => Array.from({ length: count }, (_, index) => `1:${index + 1}`)

/** Real matches, from a partner's signed webhook to fans whose connections are cut, on one profile. */
export function describeRecordedMatches(profile: Profile): void {
  describe(`recorded matches on the ${profile} profile`, () => {
    let house: TestHouse
    let proxy: CuttingProxy
    let web: TestWeb
    let browser: Browser

    beforeAll(async () => {
      if (!existsSync(game1)) throw new Error(`the recorded matches are absent: ${samples}`)
      house = await startTestHouse(profile)
      proxy = await startCuttingProxy(house.ports.gateway)
      web = await startWeb(`http://127.0.0.1:${proxy.port}`, join(house.dataDir, 'web.log'))
      browser = await openBrowser()
    })
    afterAll(async () => {
      await browser?.close()
      await web?.stop()
      await proxy?.close()
      await house?.stop()
    })

    it('reach a stock tRPC client and a page once and in order while both are cut off 20 times', async () => {
      const matchId = 'metrica-sample-game-1'
      const fan = followWithTrpc(proxy.port, matchId)
      const page = await browser.newPage()
      await page.goto(`${web.url}/matches/${matchId}`)
      // About 19 s of play: 97 minutes at 300 times their speed.
      const playing = replay(house, game1, '--speed', '300', '--json')
      for (let cut = 0; cut < cuts; cut += 1) {
        await new Promise(resolve => setTimeout(resolve, 300 + Math.random() * 900))
        expect(proxy.cut()).toBeGreaterThan(0)
      }
      expect(await playing).toMatchObject({ code: 0 })
      await until(async () => expect(fan.ids.length).toBeGreaterThanOrEqual(1_745), 30_000)
      expect(fan.ids).toEqual(expectedIds(1_745))
      expect(fan.errors).toEqual([])
      await expectPage(page, { received: 1_745, home: '3', away: '0' })
      await Promise.all([fan.stop(), page.close()])
    })

    it('are stored once each, in order, with the score and cards of the recording', async () => {
      const matchId = 'metrica-sample-game-1'
      const match = await getMatch(house, matchId)
      expect(match).toMatchObject({ lastSeq: 1_745, score: { home: 3, away: 0 } })
      expect(match.yellowCards.home + match.yellowCards.away).toBe(4)
      const events = await allEvents(house, matchId)
      expect(events.map(event => event.seq)).toEqual(events.map((_, index) => index + 1))
      expect(new Set(events.map(event => event.sourceEventId)).size).toBe(1_745)
    })

    it('are 0 stored and 1,745 duplicates when they come again, and the audit agrees', async () => {
      expect(await replay(house, game1, '--speed', 'max', '--json')).toMatchObject({ code: 0 })
      await expectAccount(house, { accepted: 3_490, stored: 1_745 })
      expect(await getMatch(house, 'metrica-sample-game-1')).toMatchObject({ lastSeq: 1_745 })
    })

    it('may come as JSON, at full speed', async () => {
      expect(await replay(house, game3, '--speed', 'max', '--json')).toMatchObject({ code: 0 })
      await expectAccount(house, { accepted: 7_110, stored: 5_365 })
      expect(await getMatch(house, 'metrica-sample-game-3')).toMatchObject({
        lastSeq: 3_620,
        score: { home: 0, away: 2 },
      })
    })

    it('show whole on a page that is opened afterwards', async () => {
      const page = await browser.newPage()
      await page.goto(`${web.url}/matches/metrica-sample-game-3`)
      await expectPage(page, { received: 3_620, home: '0', away: '2' })
      await page.close()
    })
  })
}

async function expectPage(
  page: Page,
  { received, home, away }: { received: number; home: string; away: string },
) {
  const state = page.getByTestId('feed-state')
  await until(async () => expect(await state.getAttribute('data-received')).toBe(String(received)), 30_000)
  expect(await state.getAttribute('data-gaps')).toBe('0')
  expect(await state.getAttribute('data-duplicates')).toBe('0')
  expect(await state.getAttribute('data-last-seq')).toBe(String(received))
  expect(await page.getByTestId('score-home').first().textContent()).toContain(home)
  expect(await page.getByTestId('score-away').first().textContent()).toContain(away)
}

/**
 * Waits until nothing is in flight, then holds the audit to what was sent. A goal that is late on its own topic is
 * stored from its copy on the critical one, and the later of the two is the duplicate there.
 */
async function expectAccount(
  house: TestHouse,
  { accepted, stored }: { accepted: number; stored: number },
): Promise<void> {
  const report = await until(async () => {
    const now = await audit(house)
    expect(now.inFlight).toBe(0)
    const sent = now.accounts.find(row => row.topic === 'broadcast-events')
    expect(sent).toMatchObject({ accepted, duplicate: accepted - (sent?.stored ?? 0) })
    expect(now.accounts.reduce((sum, row) => sum + row.stored, 0)).toBe(stored)
    return now
  }, 30_000)
  expect(report.findings).toEqual([])
  expect(report.ok).toBe(true)
}
