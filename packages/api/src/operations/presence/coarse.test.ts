import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coarse } from './coarse.ts'

it.each([
  [0, 0],
  [1, 1],
  [99, 99],
  [100, 100],
  [104, 100],
  [105, 110],
  [994, 990],
  [995, 1_000],
  [1_049, 1_000],
  [1_000, 1_000],
  [12_499, 12_000],
  [12_500, 13_000],
  [987_654, 990_000],
])('%i watching are told as %i', (count, told) => {
  expect(coarse(count)).toBe(told)
})

it('is never off by more than 5 %, has two digits that count, and grows with the crowd', () => {
  fc.assert(
    fc.property(fc.nat(50_000_000), fc.nat(1_000), (count, more) => {
      const told = coarse(count)
      expect(Math.abs(told - count)).toBeLessThanOrEqual(count * 0.05)
      if (count >= 100) expect(String(told).slice(2)).toMatch(/^0+$/)
      expect(coarse(count + more)).toBeGreaterThanOrEqual(told)
      expect(coarse(told)).toBe(told)
    }),
  )
})
