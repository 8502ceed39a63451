import { type Frame, feedInputSchema, type MatchEvent, type Position } from '@touchline/contracts'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { succeeded } from '../outcome.ts'
import { followMatch, framesOf } from './follow-match.ts'
import { releaseAtMs } from './release.ts'
import { MemoryFeed, testMatch } from './testing/memory-feed.ts'

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
beforeEach(() => {
  vi.useFakeTimers({ now: startMs })
})
afterEach(() => {
  vi.useRealTimers()
})

interface Watching {
  readonly got: { readonly id: string; readonly type: string; readonly atMs: number }[]
  leave(): Promise<void>
}

/** Follows as a fan does; `released` is what the store would say. */
async function watch(feed: MemoryFeed, input: object, released?: Position): Promise<Watching> {
  const leaving = new AbortController()
  const { signal } = leaving
  const past = {
    released: async () => released,
    atClock: async (): Promise<Position> => ({ epoch: 1, seq: 2 }),
    snapshotAt: async (_match: string, at: Position) => ({ lastSeq: at.seq, ...at }) as never,
  }
  const parsed = feedInputSchema.parse({ matchId: testMatch, ...input })
  const feeds = {
    join: async () => {
      signal.addEventListener('abort', () => feed.leave())
      return succeeded(feed)
    },
  }
  const opened = await followMatch(parsed, { feeds, past, signal, snapshot: async () => undefined })
  if (!opened.ok) throw new Error(opened.code)
  const got: { id: string; type: string; atMs: number }[] = []
  const take = async () => {}
  const done = (async () => {
    for await (const frames of framesOf(opened.value, { signal, take })) {
      for (const { epoch, seq, type } of frames as Frame[]) {
        got.push({ id: `${epoch}:${seq}`, type, atMs: Date.now() })
      }
    }
  })()
  await vi.advanceTimersByTimeAsync(0)
  return {
    got,
    leave: async () => {
      leaving.abort()
      await done
    },
  }
}

const ids = ({ got }: Watching) => got.map(({ id }) => id)
/** Stored just when it happened, so many seconds after the start. */
const at = (seconds: number) => ({
  occurredAtMs: startMs + seconds * 1_000,
  storedAtMs: startMs + seconds * 1_000,
})

const times = fc.record({
  gapMs: fc.nat(4_000),
  /** How long before it was stored it happened, as its source says; below 0 it dates it ahead. */
  agedMs: fc.integer({ min: -3_000, max: 20_000 }),
  relayMs: fc.nat(300),
  lane: fc.constantFrom('critical', 'normal', 'low'),
})

interface Seen {
  readonly event: MatchEvent
  readonly seenAtMs: number
}

/** The rule, over a whole match. */
function releasesOf(stored: readonly Seen[], delaySeconds: number) {
  let beforeMs = 0
  return stored.map(({ event, seenAtMs }) => {
    const atMs = releaseAtMs(event, { delayMs: delaySeconds * 1_000, seenAtMs })
    beforeMs = Math.max(beforeMs, atMs, seenAtMs)
    return { id: `1:${event.seq}`, lane: event.lane, atMs: beforeMs }
  })
}

describe('a delayed feed', () => {
  it('releases every event in order, never early, and no later than the rule says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(times, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        async (script, delaySeconds, onlySome) => {
          vi.setSystemTime(startMs)
          const feed = new MemoryFeed()
          const lanes = onlySome ? { lanes: ['critical', 'low'] } : {}
          const fan = await watch(feed, { delaySeconds, from: 'start', ...lanes })
          const stored: Seen[] = []
          for (const { gapMs, agedMs, relayMs, lane } of script) {
            await vi.advanceTimersByTimeAsync(gapMs)
            const storedAtMs = Date.now()
            await vi.advanceTimersByTimeAsync(relayMs)
            const event = feed.add({ storedAtMs, occurredAtMs: storedAtMs - agedMs, lane: lane as never })
            stored.push({ event, seenAtMs: Date.now() })
          }
          await vi.advanceTimersByTimeAsync(delaySeconds * 1_000 + 10)
          await fan.leave()
          const expected = releasesOf(stored, delaySeconds).filter(
            ({ lane }) => !onlySome || lane !== 'normal',
          )
          expect(ids(fan)).toEqual(expected.map(({ id }) => id))
          const lateMs = fan.got.map(({ atMs }, index) => atMs - (expected[index]?.atMs ?? 0))
          expect(Math.min(0, ...lateMs)).toBe(0)
          expect(Math.max(0, ...lateMs)).toBeLessThanOrEqual(2)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has one timer at most, reads no event twice while it waits, and leaves nothing behind', async () => {
    const feed = new MemoryFeed()
    for (const seconds of [-1, 0]) feed.add(at(seconds))
    const fan = await watch(feed, { delaySeconds: 30, from: 'start' })
    expect(vi.getTimerCount()).toBe(1)
    const { reads } = feed
    await vi.advanceTimersByTimeAsync(28_000)
    expect([vi.getTimerCount(), feed.reads]).toEqual([1, reads])
    await fan.leave()
    expect([vi.getTimerCount(), feed.hasLeft]).toEqual([0, true])
  })

  it('begins live where the picture is', async () => {
    const feed = new MemoryFeed()
    for (const seconds of [-40, -30, -20, -10, 0]) feed.add(at(seconds))
    const fan = await watch(feed, { delaySeconds: 25 }, { epoch: 1, seq: 1 })
    await vi.advanceTimersByTimeAsync(16_000)
    expect(ids(fan)).toEqual(['1:3', '1:4'])
    await fan.leave()
  })

  it('waits where the fan has seen more already, and calls nothing lost', async () => {
    const feed = new MemoryFeed()
    for (const seconds of [-40, -5, -3, -1]) feed.add(at(seconds))
    const fan = await watch(feed, { delaySeconds: 20, lastEventId: '1:3' }, { epoch: 1, seq: 1 })
    await vi.advanceTimersByTimeAsync(18_999)
    expect(ids(fan)).toEqual([])
    await vi.advanceTimersByTimeAsync(2)
    expect(ids(fan)).toEqual(['1:4'])
    await fan.leave()
  })

  it('knows a position that another process has given before this one heard of it', async () => {
    const feed = new MemoryFeed()
    feed.add(at(-40))
    feed.add(at(-30), false)
    const fan = await watch(feed, { delaySeconds: 20, lastEventId: '1:2' }, { epoch: 1, seq: 2 })
    feed.add(at(0))
    await vi.advanceTimersByTimeAsync(20_001)
    expect(ids(fan)).toEqual(['1:3'])
    await fan.leave()
  })

  it('tells that a history was lost, and holds to the delay in what comes then', async () => {
    const feed = new MemoryFeed()
    for (const seconds of [-40, -30, 0]) feed.add(at(seconds))
    const bogus = await watch(feed, { delaySeconds: 20, lastEventId: '1:9' }, { epoch: 1, seq: 2 })
    expect(ids(bogus)).toEqual(['1:0', '1:1', '1:2'])
    for (const seconds of [1, 1, 1, 1, 1, 1, 1]) feed.add(at(seconds))
    await vi.advanceTimersByTimeAsync(19_000)
    expect(ids(bogus)).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(2_001)
    expect(ids(bogus)).toHaveLength(11)
    feed.restore()
    feed.add({ occurredAtMs: Date.now(), storedAtMs: Date.now() })
    await vi.advanceTimersByTimeAsync(19_000)
    expect(bogus.got.at(-1)).toMatchObject({ id: '2:0', type: 'feed-reset' })
    await vi.advanceTimersByTimeAsync(1_001)
    expect(ids(bogus).at(-1)).toBe('2:1')
    await bogus.leave()
  })

  it('is not held up by a clock that runs ahead where events are stored', async () => {
    const feed = new MemoryFeed()
    feed.add(at(3_600))
    const fan = await watch(feed, { delaySeconds: 10, from: 'start' })
    await vi.advanceTimersByTimeAsync(10_001)
    expect(ids(fan)).toEqual(['1:1'])
    await fan.leave()
  })

  it('passes over what the store has lost with a gap, as late as all else', async () => {
    const feed = new MemoryFeed()
    for (const seconds of [-3, -2, -1]) feed.add(at(seconds))
    feed.lost = 3
    const fan = await watch(feed, { delaySeconds: 10, from: 'start' })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(ids(fan)).toEqual([])
    await vi.advanceTimersByTimeAsync(2)
    expect(fan.got).toMatchObject([{ id: '1:3', type: 'feed-gap' }])
    await fan.leave()
  })

  it('begins at a match clock, yet never ahead of what it shows', async () => {
    const feed = new MemoryFeed()
    for (const seconds of [-40, -30, -20, -10, 0]) feed.add(at(seconds))
    const played = await watch(feed, { delaySeconds: 15, from: '20:00' }, { epoch: 1, seq: 2 })
    expect(ids(played)).toEqual(['1:3'])
    await played.leave()
    const other = new MemoryFeed()
    for (const seconds of [-40, -30, -20, -10, 0]) other.add(at(seconds))
    const ahead = await watch(other, { delaySeconds: 35, from: '20:00' }, { epoch: 1, seq: 1 })
    expect(ids(ahead)).toEqual([])
    await vi.advanceTimersByTimeAsync(5_001)
    expect(ids(ahead)).toEqual(['1:2'])
    await ahead.leave()
  })
})

it('begins at a match clock without a delay, and goes on into live without a gap', async () => {
  const feed = new MemoryFeed()
  for (const seconds of [-30, -20, -10, 0]) feed.add(at(seconds))
  const fan = await watch(feed, { from: '20:00' })
  feed.add(at(1))
  await vi.advanceTimersByTimeAsync(0)
  expect(ids(fan)).toEqual(['1:3', '1:4', '1:5'])
  await fan.leave()
})
