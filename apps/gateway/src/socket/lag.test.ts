import { FeedCursor } from '@touchline/api'
import { type Frame, formatPosition } from '@touchline/contracts'
import { createMemoryBroadcast } from '@touchline/streams/memory'
import { afterEach, expect, it } from 'vitest'
import { Hub } from '../hub/hub.ts'
import { WatchedFeed } from '../hub/watched-feed.ts'
import { defaultLimits } from '../limits.ts'
import { noticeOf, testMatch } from '../testing/match-events.ts'
import { createMemoryStore } from '../testing/memory-store.ts'
import { afterLag } from './lag.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map(close => close()))
})

/** A feed that stood at `seq`, when so many more events came. */
async function laggard({ seq, more, ringBytes }: { seq: number; more: number; ringBytes: number }) {
  const store = createMemoryStore()
  const broadcast = createMemoryBroadcast()
  store.grow(seq)
  const limits = { ...defaultLimits, ringBytes }
  const hub = new Hub({ store, broadcast, limits, onHeal: () => {}, onFailure: () => {} })
  closers.push(() => hub.close())
  const joined = await hub.join(testMatch, new AbortController().signal)
  if (!joined.ok || !(joined.value instanceof WatchedFeed)) throw new Error('not joined')
  const feed = joined.value
  for (let left = more; left > 0; left -= 10) {
    await broadcast.publish([noticeOf(store.grow(Math.min(10, left)))])
  }
  const lastEventId = formatPosition({ epoch: 1, seq })
  const snapshot = () => feed.match.snapshot()
  const cursor = new FeedCursor({ feed, input: { matchId: testMatch, from: 'live', lastEventId }, snapshot })
  return { cursor, feed, store, lanes: undefined }
}

function expectEveryPositionOnce(frames: readonly Frame[], from: number, to: number) {
  let seq = from
  for (const frame of frames) {
    if (frame.type === 'feed-skipped' || frame.type === 'feed-gap') expect(frame.afterSeq).toBe(seq)
    else expect(frame.seq).toBe(seq + 1)
    seq = frame.seq
  }
  expect(seq).toBe(to)
}
const criticalIn = (frames: readonly Frame[]) =>
  frames.filter(frame => 'lane' in frame && frame.lane === 'critical').map(frame => frame.seq)

it('gives all that was missed where it is little', async () => {
  const late = await laggard({ seq: 4, more: 20, ringBytes: 100_000 })
  const frames = await afterLag({ ...late, maxBytes: 100_000 })
  expectEveryPositionOnce(frames, 4, 24)
  expect(frames).toHaveLength(20)
  expect(late.cursor.position).toEqual({ epoch: 1, seq: 24 })
})

it('leaves out the low lane where that is enough, and says so', async () => {
  const late = await laggard({ seq: 4, more: 40, ringBytes: 100_000 })
  const frames = await afterLag({ ...late, maxBytes: 12_000 })
  expectEveryPositionOnce(frames, 4, 44)
  expect(frames.filter(frame => frame.type === 'feed-skipped')).toHaveLength(10)
  expect(frames.some(frame => frame.type === 'feed-gap')).toBe(false)
})

it.each([
  ['still too much', 100_000],
  ['no longer in the ring', 2_000],
])('goes on from a snapshot where it is %s, with all that is critical', async (_, ringBytes) => {
  const late = await laggard({ seq: 4, more: 200, ringBytes })
  const frames = await afterLag({ ...late, maxBytes: 1_000 })
  expectEveryPositionOnce(frames, 4, 204)
  expect(criticalIn(frames)).toEqual(Array.from({ length: 50 }, (_, index) => 5 + 4 * index))
  expect(frames.at(-1)).toMatchObject({ type: 'feed-gap', reason: 'slow', snapshot: { lastSeq: 204 } })
  expect(late.cursor.position).toEqual({ epoch: 1, seq: 204 })
})

it('leaves a lost history to the feed itself', async () => {
  const late = await laggard({ seq: 4, more: 20, ringBytes: 100_000 })
  late.store.restore(3)
  await late.feed.refresh()
  expect(await afterLag({ ...late, maxBytes: 1_000 })).toEqual([])
})
