import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { follow } from '../testing/follower.ts'
import { eventually, openHubs, positions, range } from '../testing/hub-house.ts'
import { eventsBetween, noticeOf } from '../testing/match-events.ts'

const { house, closeAll } = openHubs()
afterEach(closeAll)

describe('a store that was set back', () => {
  it.each([
    ['and holds no more since', 0],
    ['and holds other events since, not so many', 2],
    ['and holds as many other events', 5],
    ['and holds more other events', 40],
  ])('%s has a new epoch, by which all are told', async (_, more) => {
    const { hub, store } = house()
    store.grow(10)
    const live = await follow(hub, { from: 'start' })
    const critical = await follow(hub, { lanes: ['critical'], from: 'start' })
    await eventually(() => expect(live.frames).toHaveLength(10))
    store.setBack(5)
    store.grow(more)
    const again = [...range(1, 1, 10), ...range(2, 0, 5 + more)]
    await eventually(() =>
      expect(positions(live).filter(at => !/^1:1\d|^1:[2-9]\d/.test(at) || at === '1:10')).toEqual(again),
    )
    expect(live.frames.find(frame => frame.type === 'feed-reset')).toMatchObject({
      reason: 'epoch-changed',
    })
    await eventually(() => expect(positions(critical)).toContain('2:5'))
    const back = await follow(hub, { lastEventId: '1:10' })
    await eventually(() => expect(positions(back)).toEqual(range(2, 0, 5 + more)))
    await Promise.all([live, critical, back].map(follower => follower.leave()))
  })

  it('is noticed again and again', async () => {
    const { hub, store } = house()
    store.grow(10)
    const live = await follow(hub, { from: 'start' })
    await eventually(() => expect(live.frames).toHaveLength(10))
    for (const epoch of [2, 3, 4]) {
      store.setBack(5)
      store.grow(5)
      await eventually(() => expect(positions(live).slice(-11)).toEqual(range(epoch, 0, 10)))
      const { heads } = store.reads
      await eventually(() => expect(store.reads.heads).toBeGreaterThan(heads + 2))
    }
    await live.leave()
  })

  it('is told by a notice that contradicts what was given, before the next look at heads', async () => {
    const { hub, store, broadcast } = house({ headCheckMs: 60_000 })
    store.grow(4)
    const live = await follow(hub, { from: 'start' })
    await broadcast.publish([noticeOf(store.grow(6))])
    await eventually(() => expect(live.frames).toHaveLength(10))
    store.setBack(5)
    await broadcast.publish([noticeOf(store.grow(5))])
    await eventually(() => expect(positions(live)).toEqual([...range(1, 1, 10), ...range(2, 0, 10)]))
    await live.leave()
  })

  it('is remembered when nobody had followed the match for a while', async () => {
    const { hub, store } = house({ idleMatchMs: 0 })
    store.grow(10)
    const before = await follow(hub, { from: 'start' })
    await eventually(() => expect(before.frames).toHaveLength(10))
    await before.leave()
    await eventually(() => expect(hub.watchedMatches).toBe(0))
    store.setBack(5)
    store.grow(8)
    const back = await follow(hub, { lastEventId: '1:10' })
    await eventually(() => expect(positions(back)).toEqual(range(2, 0, 13)))
    await back.leave()
  })

  it('to before its last epoch has a later one than ever', async () => {
    const { hub, store } = house()
    store.grow(10)
    const live = await follow(hub, { from: 'start' })
    await eventually(() => expect(live.frames).toHaveLength(10))
    store.setBack(5)
    await eventually(() => expect(positions(live).slice(10)).toEqual(range(2, 0, 5)))
    store.grow(10)
    await eventually(() => expect(positions(live).at(-1)).toBe('2:15'))
    store.setBack(5, 1)
    store.grow(15)
    const newcomer = await follow(hub, { lastEventId: '2:15' })
    await eventually(() => expect(positions(live).slice(26)).toEqual(range(3, 0, 20)))
    await eventually(() => expect(positions(newcomer)).toEqual(range(3, 0, 20)))
    await Promise.all([live, newcomer].map(follower => follower.leave()))
  })

  it('is noticed where that happens just before its newest event is read for the first time', async () => {
    const { hub, store } = house()
    store.grow(10)
    const { readEvents } = store
    const asked = Promise.withResolvers<void>()
    const given = Promise.withResolvers<void>()
    store.readEvents = async query => {
      // The first read is late, so that the head is known before it, and events are given from the history.
      if (query.limit === 256) await asked.promise
      if (query.limit === 1) {
        asked.resolve()
        await given.promise
        store.readEvents = readEvents
        store.setBack(5)
        store.grow(5)
      }
      return readEvents(query)
    }
    const live = await follow(hub, { from: 'start' })
    await eventually(() => expect(live.frames).toHaveLength(10))
    given.resolve()
    await eventually(() => expect(positions(live)).toEqual([...range(1, 1, 10), ...range(2, 0, 10)]))
    await live.leave()
  })

  it('is not what a reader sees that lags behind the writer', async () => {
    const { hub, store } = house()
    store.grow(10)
    const live = await follow(hub, { from: 'start' })
    await eventually(() => expect(live.frames).toHaveLength(10))
    const { findContradicted, readHeads } = store
    const lags = { ...store }
    store.readHeads = async ids => {
      const heads = await readHeads(ids)
      return new Map([...heads].map(([id, head]) => [id, { ...head, seq: Math.min(head.seq, 3) }]))
    }
    store.findContradicted = async handed => new Set(handed.map(one => one.matchId))
    const { heads } = store.reads
    await eventually(() => expect(store.reads.heads).toBeGreaterThan(heads + 5))
    Object.assign(store, { findContradicted, readHeads: lags.readHeads })
    store.grow(2)
    await eventually(() => expect(positions(live)).toEqual(range(1, 1, 12)))
    await live.leave()
  })

  it('is not one that stores a moment after it was announced', async () => {
    const { hub, store, broadcast } = house({ noticeGraceMs: 100 })
    store.grow(10)
    const live = await follow(hub, { from: 'start' })
    await eventually(() => expect(live.frames).toHaveLength(10))
    // Each event is announced when the one before it is stored.
    for (let seq = 11; seq <= 60; seq++) {
      await broadcast.publish([noticeOf(eventsBetween(1, seq, seq))])
      if (seq > 11) store.grow(1)
      await delay(5)
    }
    store.grow(1)
    await eventually(() => expect(positions(live)).toEqual(range(1, 1, 60)))
    expect(store.reads.contradicted).toBeGreaterThan(0)
    await live.leave()
  })

  it('costs a look-up where a match has moved, and none where it stands', async () => {
    const { hub, store } = house()
    store.grow(10)
    const live = await follow(hub)
    const { heads } = store.reads
    await eventually(() => expect(store.reads.heads).toBeGreaterThan(heads + 10))
    expect(store.reads.contradicted).toBeLessThanOrEqual(1)
    await live.leave()
  })
})
