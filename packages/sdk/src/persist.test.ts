import type { FeedInput as FeedRequest, Frame } from '@touchline/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFeed } from './feed.ts'
import type { PositionStorage } from './persist.ts'
import { eventAt } from './testing/event-at.ts'

/** A storage as browsers have it, that counts what is written. */
function storage(initial: Record<string, string> = {}) {
  const items = new Map(Object.entries(initial))
  const setItem = vi.fn((key: string, value: string) => void items.set(key, value))
  const kept: PositionStorage = {
    getItem: key => items.get(key) ?? null,
    setItem,
    removeItem: key => void items.delete(key),
  }
  return { kept, items, setItem }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open(kept: PositionStorage, options: object = {}) {
  const requests: FeedRequest[] = []
  let give: (frame: Frame) => void = () => {}
  const feed = createFeed(
    'm',
    { from: 'start', persist: 'place', storage: kept, ...options },
    (request, observer) => {
      requests.push(request)
      give = observer.frame
      return () => {}
    },
  )
  const reader = feed[Symbol.asyncIterator]()
  const read = async (seq: number) => {
    const next = reader.next()
    await vi.advanceTimersByTimeAsync(1)
    give(eventAt(seq))
    return (await next).value
  }
  return { feed, reader, requests, read }
}

describe('a kept position', () => {
  it('is where the feed goes on the next time', async () => {
    const { kept, items } = storage()
    const first = open(kept)
    for (const seq of [1, 2, 3]) await first.read(seq)
    await first.reader.return?.()
    expect(items.get('place')).toBe('["m","1:3"]')
    const second = open(kept)
    expect(second.feed.lastEventId).toBe('1:3')
    await second.read(4)
    expect(second.requests[0]?.lastEventId).toBe('1:3')
  })

  it('is written at most once a second, and not before the frame was worked on', async () => {
    const { kept, setItem, items } = storage()
    const { read } = open(kept)
    for (let seq = 1; seq <= 100; seq++) await read(seq)
    expect(setItem).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(setItem).toHaveBeenCalledTimes(1)
    expect(items.get('place')).toBe('["m","1:99"]')
  })

  it.each([
    ['no JSON', '{'],
    ['no position', '["m","1"]'],
    ['of another match', '["other","1:3"]'],
    ['of something else', '"hello"'],
  ])('that is %s is ignored', async (_, value) => {
    const { kept } = storage({ place: value })
    const { requests, read } = open(kept)
    await read(1)
    expect(requests[0]).toEqual({ matchId: 'm', from: 'start' })
  })

  it('gives way to the one that is asked for, and to a storage that fails', async () => {
    const asked = open(storage({ place: '["m","1:3"]' }).kept, { lastEventId: '1:7' })
    await asked.read(8)
    expect(asked.requests[0]?.lastEventId).toBe('1:7')
    const fails = () => {
      throw new Error('denied')
    }
    const denied = open({ getItem: fails, setItem: fails, removeItem: fails })
    expect((await denied.read(1))?.seq).toBe(1)
    await denied.reader.return?.()
  })
})
