import type { FeedInput as FeedRequest } from '@touchline/contracts'
import { describe, expect, it, vi } from 'vitest'
import { createFeed } from './feed.ts'
import { eventAt } from './testing/event-at.ts'
import { TouchlineError } from './touchline-error.ts'
import type { FeedObserver } from './wire.ts'

/** A wire in the test's hand: what was asked for, and who listens. */
function wire() {
  const opened: { request: FeedRequest; observer: FeedObserver; stopped: boolean }[] = []
  const subscribe = (request: FeedRequest, observer: FeedObserver) => {
    const entry = { request, observer, stopped: false }
    opened.push(entry)
    return () => {
      entry.stopped = true
    }
  }
  const at = async (index: number) => vi.waitFor(() => opened[index] ?? Promise.reject(new Error('not yet')))
  return { opened, subscribe, at }
}

describe('a running feed', () => {
  it('is read in order, asks again from its place after a hole, and stops when the reader leaves', async () => {
    const { subscribe, at } = wire()
    const feed = createFeed('m', { from: 'start' }, subscribe)
    const seen: number[] = []
    const reading = (async () => {
      for await (const frame of feed) {
        seen.push(frame.seq)
        if (frame.seq === 3) break
      }
    })()
    const first = await at(0)
    first.observer.opened()
    first.observer.frame(eventAt(1))
    first.observer.frame(eventAt(3))
    const second = await at(1)
    expect(first.stopped).toBe(true)
    expect(second.request.lastEventId).toBe('1:1')
    for (const seq of [1, 2, 3]) second.observer.frame(eventAt(seq))
    await reading
    expect(seen).toEqual([1, 2, 3])
    expect(second.stopped).toBe(true)
    expect(feed.status.tag).toBe('closed')
    expect(feed.counts).toMatchObject({ gaps: 1, duplicates: 1 })
  })

  it('drops the subscription of a slow reader at its bound and resumes where it stopped', async () => {
    const { opened, subscribe, at } = wire()
    const feed = createFeed('m', { from: 'start', bufferFrames: 8 }, subscribe)
    const reader = feed[Symbol.asyncIterator]()
    const first = await at(0)
    for (let seq = 1; seq <= 20; seq++) first.observer.frame(eventAt(seq))
    expect(first.stopped).toBe(true)
    expect(feed.lastEventId).toBeUndefined()
    expect(opened).toHaveLength(1)
    for (let seq = 1; seq <= 8; seq++) expect((await reader.next()).value?.seq).toBe(seq)
    expect(feed.lastEventId).toBe('1:8')
    const ninth = reader.next()
    const second = await at(1)
    expect(second.request.lastEventId).toBe('1:8')
    second.observer.frame(eventAt(9))
    expect((await ninth).value?.seq).toBe(9)
    await reader.return?.()
  })

  it('ends with the error that retrying would not cure', async () => {
    const { subscribe, at } = wire()
    const feed = createFeed('nobody', {}, subscribe)
    const reading = feed[Symbol.asyncIterator]().next()
    const { observer } = await at(0)
    observer.ended(new TouchlineError('match-not-found', 'no such match'))
    await expect(reading).rejects.toMatchObject({ code: 'match-not-found', retryable: false })
    expect(feed.status).toMatchObject({ tag: 'closed' })
  })

  it('tries again after an end that may pass, and ends with its signal', async () => {
    const { subscribe, at } = wire()
    const abort = new AbortController()
    const feed = createFeed('m', { signal: abort.signal }, subscribe)
    const reading = feed[Symbol.asyncIterator]().next()
    const first = await at(0)
    first.observer.ended(new TouchlineError('unavailable', 'drained'))
    const second = await at(1)
    expect(first.stopped).toBe(true)
    abort.abort()
    expect(await reading).toEqual({ done: true, value: undefined })
    expect(second.stopped).toBe(true)
  })
})
