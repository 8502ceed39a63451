import type { Frame } from '@touchline/contracts'
import { EventSource } from 'eventsource'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Fan, type FanOptions, idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'
import { testMatch } from './testing/match-events.ts'

let house: TestHouse
const closers: (() => unknown)[] = []
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
  await house.close()
})

const seat = async (port: number, input: FanOptions['input'] = {}): Promise<Fan> => {
  const fan = await seatFan({ port: () => port, input })
  closers.push(() => fan.close())
  return fan
}
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 10 })

/** Its frames under their ids, as a browser's own client of event streams reads them. */
function stream(port: number, input: object) {
  const asked = encodeURIComponent(JSON.stringify({ matchId: testMatch, ...input }))
  const source = new EventSource(`http://127.0.0.1:${port}/trpc/match.feed?input=${asked}`)
  const ids: string[] = []
  source.addEventListener('message', ({ lastEventId }) => void ids.push(lastEventId))
  closers.push(() => source.close())
  return ids
}

/** The match's epoch once that is a later one. */
const raised = (before = 1): Promise<number> =>
  vi.waitFor(
    async () => {
      const { rows } = await house.database.database.pool.query('select epoch from matches')
      expect(rows[0]?.epoch).toBeGreaterThan(before)
      return rows[0]?.epoch as number
    },
    { timeout: 15_000, interval: 10 },
  )

const trail = async () => {
  const { rows } = await house.database.database.pool.query(
    "select via, action, subject_id as subject, details from audit_entries where action = 'epoch.raise' order by id",
  )
  return rows
}

it.each(['shared', 'stock'] as const)(
  'tells everybody, wherever they are and however they come, once and for all (%s adapter)',
  async adapter => {
    const [one, two] = [
      await house.gateway({ instance: 'one', adapter }),
      await house.gateway({ instance: 'two', adapter }),
    ]
    await house.publish(10)
    const from = 'start'
    const [live, other, cut] = [
      await seat(one.port, { from }),
      await seat(two.port, { from }),
      await seat(one.port, { from }),
    ]
    const delayed = await seat(two.port, { from, delaySeconds: 11 })
    const streamed = stream(one.port, { from })
    const all = [live, other, cut, delayed].map(fan => fan.ids)
    await eventually(() => expect([...all, streamed].map(ids => ids.length)).toEqual(Array(5).fill(10)))
    await house.setBack(5)
    cut.cut()
    await house.publish(5)
    const epoch = await raised()
    const told = [...idsBetween(1, 1, 10), ...idsBetween(epoch, 0, 10)]
    await eventually(() => expect([...all, streamed]).toEqual(Array(5).fill(told)))
    const reset = live.frames.find(
      (frame): frame is Extract<Frame, { type: 'feed-reset' }> => frame.type === 'feed-reset',
    )
    expect(reset?.snapshot).toMatchObject({ epoch, lastSeq: expect.any(Number) })
    const late = await seat(two.port, { lastEventId: '1:10' })
    await eventually(() => expect(late.ids).toEqual(idsBetween(epoch, 0, 10)))
    await house.publish(2)
    await eventually(() => expect(live.ids.at(-1)).toBe(`${epoch}:12`))
    const entries = await trail()
    expect(entries).toMatchObject([{ via: 'system', subject: testMatch, details: { before: 1, epoch } }])
  },
  40_000,
)

it('tells at once, with the match as it stands, where nothing has come since', async () => {
  const { port } = await house.gateway()
  await house.publish(10)
  const live = await seat(port, { from: 'start' })
  await eventually(() => expect(live.ids).toHaveLength(10))
  const setBackAtMs = Date.now()
  await house.setBack(5)
  const epoch = await raised()
  await eventually(() => expect(live.ids.slice(10)).toEqual(idsBetween(epoch, 0, 5)))
  expect((live.arrivedAtMs[10] ?? 0) - setBackAtMs).toBeLessThan(3_000)
  expect(live.frames[10]).toMatchObject({ reason: 'epoch-changed', snapshot: { epoch, lastSeq: 5 } })
})

it('is believed of the store and of nobody else: who makes up a position is answered, and nothing is written', async () => {
  const { port } = await house.gateway()
  await house.publish(5)
  const live = await seat(port, { from: 'start' })
  const strangers = await Promise.all(
    ['1:6', '1:999', '1:9999999999', '7:1'].map(lastEventId => seat(port, { lastEventId })),
  )
  for (const { ids, frames } of strangers) {
    await eventually(() => expect(ids).toEqual(idsBetween(1, 0, 5)))
    expect(frames[0]).toMatchObject({ type: 'feed-reset', snapshot: { epoch: 1, lastSeq: 5 } })
  }
  expect(strangers.map(({ frames }) => (frames[0] as { reason: string }).reason)).toEqual([
    ...Array(3).fill('history-lost'),
    'epoch-changed',
  ])
  await house.publish(1)
  await eventually(() => expect(live.ids).toEqual(idsBetween(1, 1, 6)))
  expect(await trail()).toEqual([])
})

it('shows in REST: other names for other events, and pages that start over', async () => {
  const { port } = await house.gateway()
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/v1/matches/${testMatch}${path}`)
    return { status: response.status, tag: response.headers.get('etag'), body: await response.json() }
  }
  await house.publish(510)
  const live = await seat(port, { lastEventId: '1:500' })
  await eventually(() => expect(live.ids).toHaveLength(10))
  const before = await get('/segments/1/0')
  expect(before.body.complete).toBe(true)
  await house.setBack(400)
  expect((await get('/events?after=1:505&limit=1')).body.items).toMatchObject([{ epoch: 1, seq: 1 }])
  await house.publish(110)
  const epoch = await raised()
  await eventually(() => expect(live.ids.at(-1)).toBe(`${epoch}:510`))
  expect((await get('/segments/1/0')).status).toBe(404)
  const after = await get(`/segments/${epoch}/0`)
  expect([after.status, after.tag === before.tag]).toEqual([200, false])
  expect((await get('/events?after=1:505&limit=2')).body.items).toMatchObject([
    { epoch, seq: 1 },
    { epoch, seq: 2 },
  ])
  expect((await get('/presence')).body).toMatchObject({ watching: expect.any(Number) })
})
