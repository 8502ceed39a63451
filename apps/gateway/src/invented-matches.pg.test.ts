import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'
import { openMany } from './testing/many-feeds.ts'

let house: TestHouse
const closers: (() => unknown)[] = []
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
  await house.close()
})

const awaited = async (gateway: Awaited<ReturnType<TestHouse['gateway']>>, name: string) =>
  Number(new RegExp(`^touchline_${name}\\S* (\\d+)`, 'm').exec(await gateway.metrics.exposition())?.[1])

it.each(['shared', 'stock'] as const)(
  'leaves room for real matches, whoever waits for invented ones (%s adapter)',
  async adapter => {
    const limits = { drainMs: 0, awaited: { perCaller: 100, inAll: 300 } }
    const gateway = await house.gateway({ adapter, limits })
    await house.publish(3)
    const { rows } = await house.database.database.pool.query('select count(*)::int as count from matches')
    for (const address of ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5']) {
      const many = await openMany({
        port: gateway.port,
        address,
        sockets: 30,
        feeds: 20,
        name: address.replaceAll('.', '-'),
      })
      closers.push(many.close)
      await vi.waitFor(() => expect(many.started() + many.refused()).toBe(600), { timeout: 20_000 })
      expect(many.started()).toBeLessThanOrEqual(100)
    }
    expect(await awaited(gateway, 'awaited_matches')).toBeLessThanOrEqual(300)
    expect(await awaited(gateway, 'watched_matches')).toBe(0)
    const live = await seatFan({ port: () => gateway.port, input: { from: 'start' } })
    await vi.waitFor(() => expect(live.ids).toEqual(idsBetween(1, 1, 3)), 5_000)
    const early = await seatFan({ port: () => gateway.port, matchId: 'tonight' })
    const delayed = await seatFan({
      port: () => gateway.port,
      matchId: 'tonight',
      input: { delaySeconds: 11 },
    })
    expect([early.errors, delayed.errors]).toEqual([[], []])
    await house.publish(2, 'tonight' as never)
    const begunAtMs = Date.now()
    await vi.waitFor(() => expect(early.ids).toEqual(idsBetween(1, 1, 2)), 10_000)
    expect((early.arrivedAtMs[0] ?? 0) - begunAtMs).toBeLessThan(2_500)
    await house.publish(2, 'tonight' as never)
    await vi.waitFor(() => expect(early.ids).toEqual(idsBetween(1, 1, 4)), 5_000)
    await vi.waitFor(() => expect(delayed.ids).toEqual(idsBetween(1, 1, 4)), 10_000)
    expect(rows).toEqual([{ count: 1 }])
    await Promise.all([live, early, delayed].map(fan => fan.close()))
  },
  60_000,
)
