import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eventAt } from '../testing/match-events.ts'
import { EventRing } from './event-ring.ts'

const filled = (count: number, bytesEach: number, maxBytes: number) => {
  const ring = new EventRing(0)
  for (let seq = 1; seq <= count; seq++) {
    ring.append(eventAt({ epoch: 1, seq }), bytesEach)
    ring.shrinkTo(maxBytes)
  }
  return ring
}

it('stays within its bytes and keeps the newest, contiguous', () => {
  fc.assert(
    fc.property(
      fc.nat(3_000),
      fc.integer({ min: 1, max: 90 }),
      fc.nat(5_000),
      (count, bytesEach, maxBytes) => {
        const ring = filled(count, bytesEach, maxBytes)
        expect(ring.bytes).toBeLessThanOrEqual(maxBytes)
        expect(ring.length).toBe(Math.min(count, Math.floor(maxBytes / bytesEach)))
        const seqs = ring.slice(count - ring.length, Number.MAX_SAFE_INTEGER).map(event => event.seq)
        expect(seqs).toEqual(Array.from({ length: ring.length }, (_, i) => count - ring.length + 1 + i))
      },
    ),
    { numRuns: 50 },
  )
})

it('covers just what it can give without a gap', () => {
  const ring = filled(10, 10, 30)
  expect([6, 7, 10, 11].map(seq => ring.covers(seq))).toEqual([false, true, true, false])
  expect(ring.slice(10, 100)).toEqual([])
})

it('gives slices of about so many bytes, and never an empty one while there is more', () => {
  const ring = filled(10, 10, 1_000)
  expect(ring.slice(2, 25).map(event => event.seq)).toEqual([3, 4])
  expect(ring.slice(2, 1).map(event => event.seq)).toEqual([3])
})

it('takes no event but the next', () => {
  expect(() => filled(3, 1, 10).append(eventAt({ epoch: 1, seq: 5 }), 1)).toThrow(RangeError)
})
