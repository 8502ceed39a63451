import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FanOptions, idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'
import { testMatch } from './testing/match-events.ts'

let house: TestHouse
let ports: number[]
beforeAll(async () => {
  house = await openHouse()
  const gateways = [await house.gateway({ instance: 'one' }), await house.gateway({ instance: 'two' })]
  ports = gateways.map(gateway => gateway.port)
})
afterAll(() => house.close())

const fanWith = (input: object, gateway = 0) =>
  seatFan({ port: () => ports[gateway] ?? 0, input: input as NonNullable<FanOptions['input']> })
const shown = async (delaySeconds: number) => {
  const response = await fetch(
    `http://127.0.0.1:${ports[0]}/v1/matches/${testMatch}?delaySeconds=${delaySeconds}`,
  )
  return response.json()
}

// The events of this house are dated long before they are stored, which counts as 10 s: with a delay of 14 s they are
// released 4 s after they were stored.
it('stays behind the picture, whatever the way in and however often it is cut off', async () => {
  await house.store(20)
  const [live, delayed, again] = await Promise.all([
    fanWith({}),
    fanWith({ delaySeconds: 14 }),
    fanWith({ delaySeconds: 14, lastEventId: '1:18' }, 1),
  ])
  const storedMs = Date.now()
  await house.publish(5)
  await vi.waitFor(() => expect(live.ids).toEqual(idsBetween(1, 21, 25)), 10_000)
  expect([delayed.ids.length, Date.now() - storedMs < 3_500]).toEqual([0, true])
  expect(await shown(14)).toMatchObject({ lastSeq: expect.any(Number) })
  expect((await shown(14)).lastSeq).toBeLessThan(21)
  again.cut()
  await vi.waitFor(() => expect(delayed.ids.at(-1)).toBe('1:25'), { timeout: 8_000, interval: 10 })
  expect(Date.now() - storedMs).toBeGreaterThanOrEqual(4_000)
  expect(Date.now() - storedMs).toBeLessThan(7_000)
  // It began where the delayed picture was, which was before what had just been stored.
  expect(delayed.ids).toEqual(idsBetween(1, 26 - delayed.ids.length, 25))
  await vi.waitFor(() => expect(again.ids).toEqual(idsBetween(1, 19, 25)), 5_000)
  await vi.waitFor(async () => expect((await shown(14)).lastSeq).toBe(25), 5_000)
  await Promise.all([live, delayed, again].map(fan => fan.close()))
})

it('begins at a match clock and goes on into live, even while events come', async () => {
  const rewound = fanWith({ from: '0:10' })
  for (let round = 0; round < 5; round++) await house.publish(2)
  const fan = await rewound
  await house.publish(2)
  await vi.waitFor(() => expect(fan.ids.at(-1)).toBe('1:37'), 10_000)
  expect(fan.ids).toEqual(idsBetween(1, 10, 37))
  const early = await fanWith({ from: '44:00' })
  await house.publish(1)
  await vi.waitFor(() => expect(early.ids).toEqual(['1:38']), 10_000)
  await Promise.all([fan.close(), early.close()])
})
