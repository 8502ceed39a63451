import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { follow, type TestFollower } from '../testing/follower.ts'
import { eventually, openHubs, positions, range } from '../testing/hub-house.ts'
import { noticeOf, testMatch } from '../testing/match-events.ts'

const { house, closeAll } = openHubs()
afterEach(closeAll)

/** What may befall a batch's notice between relay and hub. */
const fates = ['delivered', 'lost', 'doubled', 'late', 'bodiless'] as const
type Growth = { readonly grow: number; readonly fate: (typeof fates)[number] }
type Act = 'join-live' | 'join-start' | 'turn' | 'interrupt'
const growth = fc.record({ grow: fc.integer({ min: 1, max: 40 }), fate: fc.constantFrom(...fates) })
const act = fc.constantFrom<Act>('join-live', 'join-start', 'turn', 'interrupt')
const scripts = fc.array(fc.oneof({ weight: 6, arbitrary: growth }, { weight: 4, arbitrary: act }), {
  minLength: 3,
  maxLength: 30,
})

async function play(steps: readonly (Growth | Act)[]) {
  const { store, broadcast, hub } = house()
  const late: (() => Promise<void>)[] = []
  const followers: { from: number; exact: boolean; follower: TestFollower }[] = []
  const lastSeq = () => store.head()?.seq ?? 0
  const acts: Record<Act, () => unknown> = {
    turn: nextTurn,
    interrupt: () => broadcast.setReachable(true),
    'join-live': async () => {
      const from = lastSeq()
      followers.push({ from, exact: false, follower: await follow(hub) })
    },
    'join-start': async () => {
      followers.push({ from: 0, exact: true, follower: await follow(hub, { from: 'start' }) })
    },
  }
  const announce = async ({ grow, fate }: Growth) => {
    const notice = noticeOf(store.grow(grow), fate !== 'bodiless')
    const publish = () => broadcast.publish([notice])
    if (fate === 'late') late.push(publish)
    else if (fate !== 'lost') await publish()
    if (fate === 'doubled') await publish()
  }
  for (const step of steps) await (typeof step === 'string' ? acts[step]() : announce(step))
  for (const publish of late) await publish()
  return { hub, followers, lastSeq: lastSeq() }
}

/** A live follower may begin a little early, where the hub's head was behind the store; never late. */
function expectWhole(
  seqs: readonly number[],
  { from, exact }: { from: number; exact: boolean },
  lastSeq: number,
) {
  const first = seqs[0] ?? lastSeq + 1
  expect(exact ? first === from + 1 : first <= from + 1).toBe(true)
  expect(seqs).toEqual(Array.from({ length: lastSeq - first + 1 }, (_, index) => first + index))
}

it('gives each follower all events after its start, once, in order, whatever becomes of notices', async () => {
  const property = fc.asyncProperty(scripts, async steps => {
    const { hub, followers, lastSeq } = await play(steps)
    const waiting = followers.filter(({ from }) => from < lastSeq)
    await eventually(() => {
      for (const { follower } of waiting) expect(follower.frames.at(-1)?.seq).toBe(lastSeq)
    })
    for (const one of followers) {
      await one.follower.leave()
      const { frames } = one.follower
      expect(frames.every(frame => frame.type !== 'feed-reset')).toBe(true)
      if (one.from < lastSeq)
        expectWhole(
          frames.map(({ seq }) => seq),
          one,
          lastSeq,
        )
    }
    await hub.close()
  })
  await fc.assert(property, { numRuns: 200 })
}, 60_000)

describe('a follower', () => {
  it('of a match that has not begun gets it from its first event', async () => {
    const { hub, store, broadcast } = house()
    const follower = await follow(hub)
    await broadcast.publish([noticeOf(store.grow(3))])
    await eventually(() => expect(positions(follower)).toEqual(range(1, 1, 3)))
    await follower.leave()
  })

  it('goes on after its last event id, far behind the ring, and joins what is live', async () => {
    const { hub, store, broadcast } = house()
    store.grow(1_000)
    const follower = await follow(hub, { lastEventId: '1:10', from: 'live' })
    await broadcast.publish([noticeOf(store.grow(1))])
    await eventually(() => expect(follower.frames).toHaveLength(991))
    expect(positions(follower)).toEqual(range(1, 11, 1_001))
    await follower.leave()
  })

  it.each(['1:999', '7:3', '1:9999999999'])(
    'with the lost position %s starts over, after a reset',
    async id => {
      const { hub, store } = house()
      store.grow(5)
      const follower = await follow(hub, { lastEventId: id })
      await eventually(() => expect(positions(follower)).toEqual(range(1, 0, 5)))
      expect(follower.frames[0]).toMatchObject({
        type: 'feed-reset',
        reason: id.startsWith('1:') ? 'history-lost' : 'epoch-changed',
        matchId: testMatch,
      })
      await follower.leave()
    },
  )

  it('ahead of what this process knows is not reset: the store is asked first', async () => {
    const { hub, store } = house({ headCheckMs: 60_000 })
    store.grow(5)
    const early = await follow(hub)
    store.grow(3)
    const follower = await follow(hub, { lastEventId: '1:7' })
    await eventually(() => expect(positions(follower)).toEqual(['1:8']))
    await Promise.all([early.leave(), follower.leave()])
  })

  it('reads no further than the head, though the store be ahead: beyond it positions look lost', async () => {
    const { hub, store } = house({ headCheckMs: 60_000 })
    store.grow(5)
    const early = await follow(hub)
    store.grow(10)
    const { heads } = store.reads
    const follower = await follow(hub, { lastEventId: '1:2' })
    await eventually(() => expect(positions(follower)).toEqual(range(1, 3, 5)))
    expect(store.reads.heads).toBe(heads)
    await Promise.all([early.leave(), follower.leave()])
  })

  it('gets a reset and the whole new history when the epoch changes', async () => {
    const { hub, store } = house()
    store.grow(300)
    const follower = await follow(hub, { lastEventId: '1:298' })
    await eventually(() => expect(follower.frames).toHaveLength(2))
    store.restore(150)
    await eventually(() => expect(follower.frames).toHaveLength(153))
    expect(positions(follower)).toEqual([...range(1, 299, 300), ...range(2, 0, 150)])
    await follower.leave()
  })

  it('of some lanes gets these alone, from history and live', async () => {
    const { hub, store, broadcast } = house({ ringBytes: 2_000 })
    store.grow(2_000)
    const follower = await follow(hub, { from: 'start', lanes: ['critical'] })
    await broadcast.publish([noticeOf(store.grow(8))])
    await eventually(() => expect(follower.frames.at(-1)?.seq).toBe(2_005))
    expect(follower.frames.every(frame => frame.seq % 4 === 1)).toBe(true)
    expect(follower.frames).toHaveLength(502)
    await follower.leave()
  })

  it('waits while the store is away and goes on when it is back', async () => {
    const { hub, store, seen } = house()
    store.grow(10)
    const follower = await follow(hub)
    store.setReachable(false)
    store.grow(10)
    await eventually(() => expect(seen.failures).toBeGreaterThan(1))
    store.setReachable(true)
    await eventually(() => expect(positions(follower)).toEqual(range(1, 11, 20)))
    await follower.leave()
  })
})

describe('the hub', () => {
  it('does not join anybody while the store is away', async () => {
    const { hub, store } = house({ firstHeadMs: 50 })
    store.setReachable(false)
    await expect(follow(hub)).rejects.toThrow('unavailable')
  })

  it('asks the store once the subscription holds, for what came before it did', async () => {
    const { store, broadcast, hub } = house({ headCheckMs: 60_000 })
    const holds = Promise.withResolvers<void>()
    const { subscribe } = broadcast
    broadcast.subscribe = async (channel, listener) => {
      await holds.promise
      return subscribe(channel, listener)
    }
    store.grow(1)
    const follower = await follow(hub)
    await broadcast.publish([noticeOf(store.grow(2))])
    holds.resolve()
    await eventually(() => expect(positions(follower)).toEqual(range(1, 2, 3)))
    await follower.leave()
  })

  it('reads once for many who catch up at once', async () => {
    const { hub, store } = house({ headCheckMs: 60_000 })
    store.grow(1_280)
    const followers = await Promise.all(Array.from({ length: 50 }, () => follow(hub, { from: 'start' })))
    await eventually(() => followers.forEach(({ frames }) => void expect(frames).toHaveLength(1_280)))
    expect(store.reads.events).toBeLessThan(30)
    await Promise.all(followers.map(follower => follower.leave()))
  })

  it('brings all who come from another gateway back by one read, wherever they stood', async () => {
    const { hub, store, broadcast } = house({ headCheckMs: 60_000, ringBytes: 200_000 })
    store.grow(1_000)
    const places = Array.from({ length: 60 }, (_, index) => 1_000 - index)
    const followers = await Promise.all(places.map(seq => follow(hub, { lastEventId: `1:${seq}` })))
    await broadcast.publish([noticeOf(store.grow(5))])
    await eventually(() => followers.forEach(({ frames }) => void expect(frames.at(-1)?.seq).toBe(1_005)))
    followers.forEach((follower, index) => {
      expect(positions(follower)).toEqual(range(1, (places[index] ?? 0) + 1, 1_005))
    })
    expect(store.reads.events).toBe(1)
    await Promise.all(followers.map(follower => follower.leave()))
  })

  it('reads few pages for those who stood further behind', async () => {
    const { hub, store } = house({ headCheckMs: 60_000, ringBytes: 2_000 })
    store.grow(300)
    const places = Array.from({ length: 60 }, (_, index) => 299 - index)
    const followers = await Promise.all(places.map(seq => follow(hub, { lastEventId: `1:${seq}` })))
    await eventually(() => followers.forEach(({ frames }) => void expect(frames.at(-1)?.seq).toBe(300)))
    expect(store.reads.events).toBeLessThan(8)
    await Promise.all(followers.map(follower => follower.leave()))
  })

  it('lets go of matches that nobody follows, and keeps all rings within their bound', async () => {
    const { hub, store, broadcast } = house({ idleMatchMs: 0, allRingsBytes: 3_000, ringBytes: 50_000 })
    const follower = await follow(hub)
    await broadcast.publish([noticeOf(store.grow(100))])
    await eventually(() => expect(follower.frames).toHaveLength(100))
    expect(hub.heldBytes.rings).toBeLessThanOrEqual(3_000)
    await follower.leave()
    await eventually(() => expect(hub.watchedMatches).toBe(0))
    expect(hub.heldBytes.rings).toBe(0)
  })

  it('follows only so many matches that nobody has heard of', async () => {
    const { hub, store } = house({ awaited: { perCaller: 3, inAll: 10 } })
    const join = (index: number) => follow(hub, { matchId: `unheard-${index}` })
    const followers = await Promise.all([1, 2, 3, 3].map(join))
    await expect(join(4)).rejects.toThrow('rate-limited')
    expect([hub.watchedMatches, hub.awaitedMatches]).toEqual([0, 3])
    await followers[0]?.leave()
    followers.push(await join(4))
    const { heads } = store.reads
    await eventually(() => expect(store.reads.heads).toBeGreaterThan(heads))
    await Promise.all(followers.map(follower => follower.leave()))
  })
})
