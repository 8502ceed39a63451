import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'
import { testMatch } from './testing/match-events.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

it('counts who watches a match on all gateways, on sockets and streams, live and behind', async () => {
  await house.store(3)
  const gateways = [await house.gateway({ instance: 'one' }), await house.gateway({ instance: 'two' })]
  const [one, two] = gateways.map(({ port }) => port)
  const at = (port: number | undefined, input = {}) => seatFan({ port: () => port ?? 0, input })
  const fans = await Promise.all([at(one), at(one), at(two), at(two, { delaySeconds: 30 } as object)])
  const leaving = new AbortController()
  const query = encodeURIComponent(JSON.stringify({ matchId: testMatch }))
  const stream = await fetch(`http://127.0.0.1:${two}/trpc/match.feed?input=${query}`, {
    headers: { accept: 'text/event-stream' },
    signal: leaving.signal,
  })
  const watching = async () =>
    (await (await fetch(`http://127.0.0.1:${one}/v1/matches/${testMatch}/presence`)).json()).watching
  await vi.waitFor(async () => expect(await watching()).toBe(5), { timeout: 10_000, interval: 200 })
  leaving.abort()
  await Promise.all(fans.map(fan => fan.close()))
  await vi.waitFor(async () => expect(await watching()).toBe(0), { timeout: 10_000, interval: 200 })
  expect(stream.ok).toBe(true)
})
