import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Fan, type FanOptions, idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'
import { noticeOf } from './testing/match-events.ts'

let house: TestHouse
const fans: Fan[] = []
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  await Promise.all(fans.splice(0).map(fan => fan.close()))
  await house.close()
})

const seat = async (options: FanOptions) => {
  const fan = await seatFan(options)
  fans.push(fan)
  return fan
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 })

it('gives a fan who is cut off 20 times each event once, in order', async () => {
  const { port } = await house.gateway()
  const fan = await seat({ port: () => port, input: { from: 'start' } })
  for (let cut = 1; cut <= 20; cut++) {
    await house.publish(1 + (cut % 7) * 5)
    await eventually(() => expect(fan.ids.length).toBeGreaterThan(cut))
    fan.cut()
    await house.publish(3)
  }
  const last = (await house.store(1)).at(-1)?.seq ?? 0
  await eventually(() => expect(fan.ids.at(-1)).toBe(`1:${last}`))
  expect(fan.ids).toEqual(idsBetween(1, 1, last))
  expect(fan.frames.map(({ epoch, seq }) => `${epoch}:${seq}`)).toEqual(fan.ids)
})

it('heals within a second what the broadcast lost, and says so in its metrics', async () => {
  const gateway = await house.gateway()
  const fan = await seat({ port: () => gateway.port })
  house.broadcast.setReachable(false)
  for (let round = 1; round <= 3; round++) {
    const events = await house.store(10)
    const storedAtMs = Date.now()
    await eventually(() => expect(fan.ids.at(-1)).toBe(`1:${events.at(-1)?.seq}`))
    expect((fan.arrivedAtMs.at(-1) ?? 0) - storedAtMs).toBeLessThan(1_000)
  }
  expect(fan.ids).toEqual(idsBetween(1, 1, 30))
  expect(await gateway.metrics.exposition()).toMatch(/touchline_heals_total\S* [1-9]/)
})

it('serves a match whose broadcast was away from the beginning', async () => {
  house.broadcast.setReachable(false)
  const { port } = await house.gateway()
  const fan = await seat({ port: () => port, input: { from: 'start' } })
  await house.store(5)
  await eventually(() => expect(fan.ids).toEqual(idsBetween(1, 1, 5)))
  house.broadcast.setReachable(true)
  await eventually(() => expect(fan.errors).toEqual([]))
})

it('lets a fan move between two gateways at every cut', async () => {
  const gateways = [await house.gateway(), await house.gateway({ instance: 'second' })]
  let connections = 0
  const fan = await seat({ port: () => gateways[connections++ % 2]?.port ?? 0, input: { from: 'start' } })
  for (let round = 1; round <= 10; round++) {
    await house.publish(5)
    // What only one gateway hears of does not make a position lost on the other.
    await house.broadcast.publish([noticeOf(await house.store(2), false)])
    fan.cut()
  }
  await eventually(() => expect(fan.ids).toHaveLength(70))
  expect(fan.ids).toEqual(idsBetween(1, 1, 70))
  expect(connections).toBeGreaterThan(5)
})

it('joins fans in the middle of a storm without a gap or a double', async () => {
  const { port } = await house.gateway()
  let storming = true
  const storm = (async () => {
    while (storming) await house.publish(20)
  })()
  const joined: Fan[] = []
  for (let index = 0; index < 12; index++) {
    joined.push(await seat({ port: () => port, input: { from: index % 2 === 0 ? 'start' : 'live' } }))
  }
  storming = false
  await storm
  const last = (await house.store(1)).at(-1)?.seq ?? 0
  await eventually(() => joined.forEach(fan => void expect(fan.ids.at(-1)).toBe(`1:${last}`)))
  for (const [index, fan] of joined.entries()) {
    const first = fan.frames[0]?.seq ?? 0
    if (index % 2 === 0) expect(first).toBe(1)
    expect(fan.ids).toEqual(idsBetween(1, first, last))
  }
})

it('resets fans when the history was lost, and then gives them the new one', async () => {
  const { port } = await house.gateway()
  await house.publish(5)
  const fan = await seat({ port: () => port, input: { from: 'start' } })
  await eventually(() => expect(fan.ids).toHaveLength(5))
  await house.restore()
  await house.store(3)
  await eventually(() => expect(fan.ids).toHaveLength(9))
  expect(fan.ids).toEqual([...idsBetween(1, 1, 5), ...idsBetween(2, 0, 3)])
})

it('gives only the lanes asked for', async () => {
  const { port } = await house.gateway()
  await house.publish(20)
  const fan = await seat({ port: () => port, input: { from: 'start', lanes: ['critical'] } })
  await house.publish(20)
  await eventually(() => expect(fan.ids).toHaveLength(10))
  expect(fan.frames.every(frame => 'lane' in frame && frame.lane === 'critical')).toBe(true)
})

it('sends fans on when it stops, and they lose nothing', async () => {
  const first = await house.gateway()
  const second = await house.gateway({ instance: 'second' })
  let port = first.port
  const fan = await seat({ port: () => port, input: { from: 'start' } })
  await house.publish(10)
  await eventually(() => expect(fan.ids).toHaveLength(10))
  port = second.port
  const stopped = first.stop()
  await house.publish(10)
  await stopped
  await house.publish(10)
  await eventually(() => expect(fan.ids).toHaveLength(30))
  expect(fan.ids).toEqual(idsBetween(1, 1, 30))
})

it.each([
  ['from the start', { from: 'start' }, 0],
  ['from where it was', { lastEventId: '1:100' }, 100],
])(
  'goes %s on from a snapshot where the store no longer holds what comes next, and says so',
  async (_, input, at) => {
    const { port } = await house.gateway()
    await house.store(1_000)
    await house.database.database.pool.query('delete from match_events where seq <= 500')
    const fan = await seat({ port: () => port, input })
    await eventually(() => expect(fan.ids).toEqual(['1:1000']))
    expect(fan.frames[0]).toMatchObject({
      type: 'feed-gap',
      reason: 'not-stored',
      afterSeq: at,
      snapshot: { lastSeq: 1_000 },
    })
    await house.publish(3)
    await eventually(() => expect(fan.ids).toEqual(idsBetween(1, 1_000, 1_003)))
  },
)
