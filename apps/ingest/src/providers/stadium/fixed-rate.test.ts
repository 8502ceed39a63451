import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextTick } from './fixed-rate.ts'

it('is one interval on while polls are quick', () => {
  expect(nextTick(1_000, 1_030, 100)).toEqual({ dueMs: 1_100, skipped: 0 })
})

it('skips what a slow poll ran over, and stays on the grid', () => {
  expect(nextTick(1_000, 1_350, 100)).toEqual({ dueMs: 1_400, skipped: 3 })
})

it('is never past, never more than one interval away, always on the grid', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.nat(100_000),
      fc.integer({ min: 1, max: 1_000 }),
      (last, late, interval) => {
        const { dueMs, skipped } = nextTick(last, last + late, interval)
        expect(dueMs).toBeGreaterThan(last + late)
        expect(dueMs - (last + late)).toBeLessThanOrEqual(interval)
        expect(dueMs - last).toBe((skipped + 1) * interval)
      },
    ),
  )
})
