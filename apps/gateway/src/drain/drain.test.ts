import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drain } from './drain.ts'
import type { DrainableSocket, DrainClock } from './drainable.ts'
import { defaultPace } from './waves.ts'

interface TestSocket extends DrainableSocket {
  readonly askedAtMs: readonly number[]
  readonly closedWith: readonly number[]
}

/** Time passes only while the drain waits. */
function virtualClock(seed = 1) {
  let nowMs = 0
  let state = seed
  const clock: DrainClock = {
    now: () => nowMs,
    pause: async ms => {
      nowMs += ms
    },
    random: () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    },
  }
  return clock
}

/** Leaves so long after it was asked. */
function socketThatLeaves(clock: DrainClock, afterMs: number): TestSocket {
  const askedAtMs: number[] = []
  const closedWith: number[] = []
  return {
    askedAtMs,
    closedWith,
    askToMove: () => void askedAtMs.push(clock.now()),
    get isOpen() {
      const [at] = askedAtMs
      return closedWith.length === 0 && (at === undefined || clock.now() < at + afterMs)
    },
    close: code => void closedWith.push(code),
  }
}

const drained = async (delaysMs: readonly number[], deadlineMs = 30_000, seed = 1) => {
  const clock = virtualClock(seed)
  const sockets = delaysMs.map(ms => socketThatLeaves(clock, ms))
  const report = await drain({ sockets: () => sockets }, { deadlineMs, clock })
  return { sockets, report }
}

it('moves everybody, and ends as soon as they are gone', async () => {
  const { report, sockets } = await drained(Array.from({ length: 1_000 }, (_, place) => 50 + (place % 100)))
  expect(report).toMatchObject({ asked: 1_000, moved: 1_000, closed: 0 })
  expect(report.tookMs).toBeLessThan(6_000)
  expect(sockets.every(({ closedWith }) => closedWith.length === 0)).toBe(true)
})

it('is over at once where nobody is', async () => {
  expect((await drained([])).report).toEqual({ asked: 0, moved: 0, closed: 0, waves: 0, tookMs: 0 })
})

it('goes on past a few that stay, and closes them with 1001', async () => {
  const delays = Array.from({ length: 200 }, (_, place) => (place % 20 === 0 ? Infinity : 100))
  const { report, sockets } = await drained(delays)
  expect(report).toMatchObject({ asked: 200, moved: 190, closed: 10 })
  expect(sockets.flatMap(({ closedWith }) => closedWith)).toEqual(Array(10).fill(1001))
})

it('gives up soon where nobody can go anywhere, and within any deadline', async () => {
  const nowhere = Array(500).fill(Infinity)
  const { report } = await drained(nowhere)
  expect(report).toMatchObject({ moved: 0, closed: 500 })
  expect(report.tookMs).toBeLessThan(7_100)
  expect((await drained(nowhere, 200)).report).toMatchObject({ asked: 500, closed: 500, tookMs: 200 })
})

it('waits for those whom others refuse at first', async () => {
  const delays = Array.from({ length: 200 }, (_, place) => (place % 10 === 0 ? 14_500 : 100))
  const { report } = await drained(delays)
  expect(report).toMatchObject({ asked: 200, moved: 200, closed: 0 })
})

it('asks those too who came while it ran', async () => {
  const clock = virtualClock()
  const sockets = Array.from({ length: 30 }, () => socketThatLeaves(clock, 100))
  const late = socketThatLeaves(clock, 100)
  const all = () => (clock.now() > 100 ? [...sockets, late] : sockets)
  const report = await drain({ sockets: all }, { deadlineMs: 30_000, clock })
  expect(report).toMatchObject({ asked: 31, moved: 31 })
})

it('asks slow crowds more slowly than fast ones', async () => {
  const crowd = (ms: number) => drained(Array(2_000).fill(ms))
  const [fast, slow] = [await crowd(50), await crowd(1_900)]
  expect(fast.report.moved + slow.report.moved).toBe(4_000)
  expect(slow.report.tookMs).toBeGreaterThan(2 * fast.report.tookMs)
})

it('asks everyone exactly once before the deadline, and never awaits more than the cap', async () => {
  const leaving = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 400 }) },
    { weight: 2, arbitrary: fc.integer({ min: 400, max: 4_000 }) },
    { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
  )
  const crowds = fc.array(leaving, { minLength: 1, maxLength: 1_500, size: 'max' })
  const deadlines = fc.integer({ min: 300, max: 30_000 })
  await fc.assert(
    fc.asyncProperty(
      crowds,
      deadlines,
      fc.integer({ min: 1, max: 1e9 }),
      async (delays, deadlineMs, seed) => {
        const { sockets, report } = await drained([0, ...delays], deadlineMs, seed)
        const stalled = report.tookMs < deadlineMs && report.closed > 0
        if (!stalled) expect(sockets.every(({ askedAtMs }) => askedAtMs.length === 1)).toBe(true)
        const asks = sockets.flatMap(({ askedAtMs }) => askedAtMs)
        expect(asks.length).toBe(report.asked)
        expect(Math.max(...asks)).toBeLessThanOrEqual(deadlineMs)
        expect(report.tookMs).toBeLessThanOrEqual(deadlineMs + 0.001)
        expect(report.moved + report.closed).toBe(sockets.length)
        for (const at of new Set(asks)) {
          const askedAtOnce = asks.filter(ask => ask === at).length
          expect(askedAtOnce).toBeLessThanOrEqual(defaultPace.cap)
        }
      },
    ),
    { numRuns: 40 },
  )
})
