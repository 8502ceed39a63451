import type { MatchEvent } from '@touchline/contracts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Fan, idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'

/** Test events happened long ago, which counts as 10 s before they were stored: so they come 1 s after that. */
const delaySeconds = 11
const afterStoredMs = 1_000
/** For a machine that is busy with other things. */
const slackMs = 3_000
let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const lateness = ({ frames, arrivedAtMs }: Fan) =>
  frames.map((frame, index) => (arrivedAtMs[index] ?? 0) - Date.parse((frame as MatchEvent).storedAt))
const lineBytes = async (gateway: Awaited<ReturnType<TestHouse['gateway']>>) =>
  Number(/held_bytes\{[^}]*delay-lines[^}]*\} (\d+)/.exec(await gateway.metrics.exposition())?.[1])

it('gives all who stay equally far behind the same, in order, never early and hardly late', async () => {
  const gateway = await house.gateway()
  await house.publish(5)
  const port = () => gateway.port
  const fans = await Promise.all(
    Array.from({ length: 20 }, () => seatFan({ port, input: { delaySeconds, from: 'start' } })),
  )
  const critical = await seatFan({ port, input: { delaySeconds, lanes: ['critical'] } })
  const live = await seatFan({ port })
  for (let round = 0; round < 20; round++) {
    await house.publish(3)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  await vi.waitFor(() => expect(live.ids).toHaveLength(60), 10_000)
  expect(fans.every(fan => fan.ids.length < 60)).toBe(true)
  await vi.waitFor(() => expect(fans.every(fan => fan.ids.length >= 65)).toBe(true), { timeout: 8_000 })
  for (const fan of fans) {
    expect(fan.ids).toEqual(idsBetween(1, 1, 65))
    expect(Math.min(...lateness(fan))).toBeGreaterThanOrEqual(afterStoredMs - 1)
    expect(Math.max(...lateness(fan).slice(5))).toBeLessThan(afterStoredMs + slackMs)
  }
  expect(critical.frames.every(frame => 'lane' in frame && frame.lane === 'critical')).toBe(true)
  expect(await lineBytes(gateway)).toBeGreaterThan(0)
  await Promise.all([...fans, critical, live].map(fan => fan.close()))
}, 30_000)

it('goes on where it was when a fan comes back, also from live to behind', async () => {
  const gateway = await house.gateway()
  const port = () => gateway.port
  const before = await seatFan({ port })
  await house.publish(4)
  await vi.waitFor(() => expect(before.ids).toHaveLength(4), 10_000)
  await before.close()
  const last = before.ids.at(-1)
  const fan = await seatFan({ port, input: { delaySeconds, lastEventId: last as string } })
  const cut = await seatFan({ port, input: { delaySeconds } })
  await house.publish(6)
  cut.cut()
  await vi.waitFor(() => expect([fan.ids.length, cut.ids.length >= 6]).toEqual([6, true]), { timeout: 5_000 })
  const first = Number(last?.split(':')[1]) + 1
  expect(fan.ids).toEqual(idsBetween(1, first, first + 5))
  expect(cut.ids.slice(-6)).toEqual(fan.ids)
  expect(new Set(cut.ids).size).toBe(cut.ids.length)
  await Promise.all([fan.close(), cut.close()])
}, 30_000)

it('tells them all when the history was lost, and goes on in the new one', async () => {
  const gateway = await house.gateway()
  const fan = await seatFan({ port: () => gateway.port, input: { delaySeconds } })
  await house.publish(2)
  await vi.waitFor(() => expect(fan.ids.length).toBeGreaterThanOrEqual(2), { timeout: 5_000 })
  fan.frames.length = 0
  await house.restore()
  await house.publish(3)
  await vi.waitFor(() => expect(fan.frames).toHaveLength(4), { timeout: 8_000 })
  expect(fan.frames.map(frame => frame.type)).toEqual([
    'feed-reset',
    ...Array(3).fill('commentary-published'),
  ])
  await fan.close()
}, 30_000)
