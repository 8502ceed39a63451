import { setTimeout as delay } from 'node:timers/promises'
import type { MatchEvent } from '@touchline/contracts'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { eventsBetween } from '../testing/match-events.ts'
import { type TestSeat, testSeat, testVariant } from '../testing/test-seat.ts'
import { Audience } from './audience.ts'
import { FanOutLoad } from './fan-out-load.ts'
import { MatchWindow } from './match-window.ts'

const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

function hall({ coalesceMs = 0, ringBytes = 1e6 } = {}) {
  const window = new MatchWindow('derby-1', ringBytes)
  window.restartAt({ epoch: 1, seq: 0 })
  const load = new FanOutLoad()
  const written: number[] = []
  const onWritten = (frames: number) => void written.push(frames)
  const audience = new Audience({ window, load, coalesceMs, batchBytes: 2_000, onWritten })
  let last = 0
  return {
    audience,
    window,
    load,
    written,
    come: (count: number, change: (event: MatchEvent) => MatchEvent = event => event) => {
      window.appendStored(eventsBetween(1, last + 1, last + count).map(change))
      last += count
      audience.advanced()
    },
    sit: (variant = testVariant('a')): TestSeat => {
      const seat = testSeat(variant, window.head ?? { epoch: 1, seq: 0 })
      expect(audience.seat(seat)).toBe(true)
      return seat
    },
  }
}
const calm = (event: MatchEvent): MatchEvent => ({ ...event, lane: 'normal' }) as MatchEvent

it('gives all seats what is new, encoded once for all of a kind', async () => {
  const { sit, come, written } = hall()
  const [a, b] = [testVariant('a'), testVariant('b', event => event.seq % 2 === 0)]
  const seats = [sit(a), sit(b), sit(a), sit(b)]
  come(4)
  await vi.waitFor(() => expect(written).toEqual([12]))
  expect(seats.map(({ seqs }) => seqs)).toEqual([upTo(4), [2, 4], upTo(4), [2, 4]])
  expect(seats.map(({ writes }) => writes)).toEqual([1, 1, 1, 1])
  expect([a.encodings, b.encodings]).toEqual([1, 1])
  expect(seats.every(({ position }) => position.seq === 4)).toBe(true)
})

it('takes nobody who is not at the head', () => {
  const { audience, come } = hall()
  come(3)
  expect(audience.seat(testSeat(testVariant('a'), { epoch: 1, seq: 2 }))).toBe(false)
  expect(audience.seat(testSeat(testVariant('a'), { epoch: 2, seq: 3 }))).toBe(false)
  expect(audience.size).toBe(0)
})

it('writes at once when idle, and waits for more while there is much to write', async () => {
  const { sit, come, load } = hall({ coalesceMs: 60 })
  const seat = sit()
  come(1, calm)
  await vi.waitFor(() => expect(seat.writes).toBe(1), { interval: 1 })
  load.add(1_000, performance.now())
  for (let count = 0; count < 5; count++) {
    come(1, calm)
    await delay(1)
  }
  expect(seat.writes).toBe(1)
  await vi.waitFor(() => expect(seat.seqs).toEqual(upTo(6)))
  expect(seat.writes).toBe(2)
})

it('lets a critical event wait for nothing', async () => {
  const { sit, come, load } = hall({ coalesceMs: 2_000 })
  const seat = sit()
  come(1, calm)
  await vi.waitFor(() => expect(seat.writes).toBe(1))
  load.add(1_000, performance.now())
  come(1, calm)
  await delay(10)
  expect(seat.writes).toBe(1)
  come(1, event => ({ ...event, lane: 'critical' }) as MatchEvent)
  await vi.waitFor(() => expect(seat.seqs).toEqual([1, 2, 3]), { timeout: 200 })
})

it('dismisses a full seat where it is, and gives the others everything', async () => {
  const { sit, come, audience } = hall()
  const [quick, slow] = [sit(), sit()]
  slow.full = true
  come(2)
  await vi.waitFor(() => expect(quick.seqs).toEqual([1, 2]))
  expect([slow.dismissals, slow.position.seq, slow.seqs]).toEqual([[true], 0, []])
  expect(audience.size).toBe(1)
})

it('dismisses all when the window has jumped or the epoch is another', async () => {
  const { sit, window, audience } = hall()
  const seat = sit()
  window.restartAt({ epoch: 1, seq: 10_000 })
  audience.advanced()
  await vi.waitFor(() => expect(seat.dismissals).toEqual([false]))
  const other = testSeat(testVariant('a'), { epoch: 1, seq: 10_000 })
  expect(audience.seat(other)).toBe(true)
  window.restartAt({ epoch: 2, seq: 10_000 })
  audience.advanced()
  await vi.waitFor(() => expect(other.dismissals).toEqual([false]))
})

it('lets the loop turn in the midst of a crowd, and nobody is always last', async () => {
  const { sit, come } = hall()
  const order: number[] = []
  const seats = upTo(600).map(number => {
    const seat = sit()
    seat.onWrite = () => {
      order.push(number)
      for (let until = performance.now() + 0.05; performance.now() < until; );
    }
    return seat
  })
  let turns = 0
  const turning = setInterval(() => turns++, 1)
  const lasts = new Set<number | undefined>()
  for (let event = 1; event <= 4; event++) {
    come(1)
    await vi.waitFor(() => expect(order).toHaveLength(event * 600), { timeout: 5_000 })
    lasts.add(order.at(-1))
  }
  clearInterval(turning)
  expect(turns).toBeGreaterThan(4)
  expect(lasts.size).toBe(4)
  expect(seats.every(({ seqs }) => seqs.join() === '1,2,3,4')).toBe(true)
})

interface Step {
  readonly events: number
  readonly joins: number
  readonly leaves: number
  readonly fills: number
  readonly turns: number
}
interface Guest {
  readonly seat: TestSeat
  readonly from: number
  left: boolean
}

async function play({ sit, come, audience, window }: ReturnType<typeof hall>, plan: readonly Step[]) {
  const guests: Guest[] = []
  for (const { events, joins, leaves, fills, turns } of plan) {
    const from = window.head?.seq ?? 0
    guests.push(...upTo(joins).map(kind => ({ seat: sit(testVariant(`v${kind}`)), from, left: false })))
    if (events > 0) come(events)
    for (const guest of guests.slice(0, leaves)) {
      audience.leave(guest.seat)
      guest.left = true
    }
    for (const { seat } of guests.slice(-fills)) seat.full = !seat.full
    for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve))
  }
  return guests
}

it('gives each seat every event once, in order, however seats come and go and fill up meanwhile', async () => {
  const few = (max: number) => fc.nat(max)
  const step = fc.record({ events: few(30), joins: few(3), leaves: few(2), fills: few(2), turns: few(2) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async plan => {
      const room = hall({ ringBytes: 12_000, coalesceMs: 1 })
      const guests = await play(room, plan)
      const settled = ({ seat, left }: Guest) =>
        left || seat.dismissals.length > 0 || room.window.isAt(seat.position)
      await vi.waitFor(() => expect(guests.every(settled)).toBe(true))
      for (const { seat, from } of guests) {
        expect(seat.seqs).toEqual(upTo(from + seat.seqs.length, from + 1))
        expect(seat.position.seq).toBe(from + seat.seqs.length)
      }
    }),
    { numRuns: 60 },
  )
})

it('gives one who comes while much is waiting to be written only what comes after', async () => {
  const { sit, come } = hall()
  const early = sit()
  come(12)
  const late = sit()
  come(12)
  await vi.waitFor(() => expect(early.seqs).toEqual(upTo(24)))
  expect(early.writes).toBeGreaterThan(2)
  expect(late.seqs).toEqual(upTo(24, 13))
})

it.each(upTo(30))('misses nothing that comes %i microtasks after a write', async depth => {
  const { sit, come } = hall()
  const seat = sit()
  seat.onWrite = async () => {
    seat.onWrite = () => {}
    for (let turn = 0; turn < depth; turn++) await undefined
    come(1)
  }
  come(1)
  await vi.waitFor(() => expect(seat.seqs).toEqual([1, 2]), { timeout: 500, interval: 2 })
})

it('is quiet once it is closed', async () => {
  const { sit, come, audience } = hall()
  const seat = sit()
  come(1)
  audience.close()
  await delay(5)
  expect([seat.seqs, seat.dismissals]).toEqual([[], [false]])
})
