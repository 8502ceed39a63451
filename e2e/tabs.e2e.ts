import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWire } from '../packages/sdk/src/testing/gateway-wire.ts'
import { openBrowser } from './house/browser.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { until } from './house/process.ts'
import { sendSteadily } from './tabs/partner.ts'
import { openTab, serveTabPage, type Tab } from './tabs/tab-page.ts'

let browser: Browser
let context: BrowserContext
let web: Awaited<ReturnType<typeof serveTabPage>>

beforeAll(async () => {
  web = await serveTabPage()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await web?.close()
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context?.close())

const takeOverMs = 2_000
const leaders = (tabs: readonly Tab[]) => tabs.filter(tab => tab.sockets() > 0)

describe('tabs of one browser', () => {
  let house: TestHouse
  let gateway: string
  beforeAll(async () => {
    house = await startTestHouse('embedded')
    gateway = `http://127.0.0.1:${house.ports.gateway}`
  })
  afterAll(() => house?.stop())

  const open = (matchId: string) => openTab(context, web.url, { gateway, matchId })
  const connections = async () => {
    const text = await (await fetch(`${gateway}/metrics`)).text()
    return Number(/^touchline_connections(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1])
  }
  /** Waits until each tab has got something new; in milliseconds. */
  const allMoveOn = async (tabs: readonly Tab[]): Promise<number> => {
    const before = await Promise.all(tabs.map(tab => tab.ids()))
    const sinceMs = Date.now()
    await until(async () => {
      const now = await Promise.all(tabs.map(tab => tab.ids()))
      for (const [index, ids] of now.entries()) expect(ids.length).toBeGreaterThan(before[index]?.length ?? 0)
    }, 10_000)
    return Date.now() - sinceMs
  }
  const expectAll = (tabs: readonly Tab[], count: number) =>
    until(async () => {
      const ids = Array.from({ length: count }, (_, index) => `1:${index + 1}`)
      for (const tab of tabs) expect(await tab.ids()).toEqual(ids)
    }, 20_000)

  it('share one socket, and go on when the tab that holds it is closed, three times over', async () => {
    const stop = sendSteadily(house, 'tabs-closed', 20)
    let tabs = await Promise.all([1, 2, 3, 4].map(() => open('tabs-closed')))
    await allMoveOn(tabs)
    await until(async () => expect(await connections()).toBe(1), 5_000)
    for (let turn = 0; turn < 3; turn++) {
      const [leader] = leaders(tabs)
      await leader?.page.close()
      tabs = tabs.filter(tab => tab !== leader)
      expect(await allMoveOn(tabs)).toBeLessThan(takeOverMs)
      expect(leaders(tabs)).toHaveLength(1)
    }
    await until(async () => expect(await connections()).toBe(1), 5_000)
    await expectAll(tabs, await stop())
  })

  it('go on while the tab that holds it is busy, and it goes on after them', async () => {
    const stop = sendSteadily(house, 'tabs-busy', 20)
    const tabs = await Promise.all([1, 2, 3].map(() => open('tabs-busy')))
    await allMoveOn(tabs)
    const [leader] = leaders(tabs)
    const busy = leader?.page.evaluate(ms => {
      const endMs = Date.now() + ms
      while (Date.now() < endMs);
    }, 5_000)
    expect(await allMoveOn(tabs.filter(tab => tab !== leader))).toBeLessThan(takeOverMs)
    await busy
    await allMoveOn(tabs)
    await until(async () => expect(await connections()).toBe(1), 5_000)
    await expectAll(tabs, await stop())
  })

  it('go on while the tab that holds it is frozen, and it goes on once it is shown again', async () => {
    const stop = sendSteadily(house, 'tabs-frozen', 20)
    const tabs = await Promise.all([1, 2, 3].map(() => open('tabs-frozen')))
    await allMoveOn(tabs)
    const leader = leaders(tabs)[0] as Tab
    const devtools = await context.newCDPSession(leader.page)
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
    expect(await allMoveOn(tabs.filter(tab => tab !== leader))).toBeLessThan(takeOverMs)
    await devtools.send('Page.setWebLifecycleState', { state: 'active' })
    await allMoveOn(tabs)
    await expectAll(tabs, await stop())
  })

  it('each have a socket of their own where the browser has no Web Locks', async () => {
    const stop = sendSteadily(house, 'tabs-alone', 20)
    const options = { gateway, matchId: 'tabs-alone', withoutLocks: true }
    const tabs = await Promise.all([1, 2].map(() => openTab(context, web.url, options)))
    await allMoveOn(tabs)
    expect(leaders(tabs)).toHaveLength(2)
    await expectAll(tabs, await stop())
  })
})

describe('tabs that show different fans, or follow different gateways', () => {
  const tokenOf = (sub: string) =>
    `e30.${Buffer.from(JSON.stringify({ sub, sid: 's', exp: Date.now() / 1_000 + 300 })).toString('base64url')}.sig`

  it('stay apart', async () => {
    const wires = await Promise.all([startWire(), startWire()])
    const [one, other] = wires.map(wire => wire.url) as [string, string]
    const open = (gateway: string, sub: string) =>
      openTab(context, web.url, { gateway, matchId: 'm', token: tokenOf(sub) })
    const requests = () =>
      wires.map(wire =>
        wire.sockets.map(socket => socket.requests.filter(({ method }) => method === 'subscription').length),
      )
    await Promise.all([open(one, 'ann'), open(one, 'ann'), open(one, 'bob'), open(other, 'ann')])
    await until(async () => {
      const [atOne, atOther] = requests()
      expect(atOne?.toSorted()).toEqual([1, 2])
      expect(atOther).toEqual([1])
    }, 10_000)
    await context.close()
    await Promise.all(wires.map(wire => wire.close()))
  })
})
