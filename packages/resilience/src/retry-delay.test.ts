import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maxRetries, retryDelayMs } from './retry-delay.ts'

const justBelowOne = 1 - 2 ** -53

it('doubles its range with each attempt: 1, 2, 4, 8 and 16 s', () => {
  const longest = [1, 2, 3, 4, 5].map(attempt => Math.ceil(retryDelayMs(attempt, () => justBelowOne)))
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000])
  expect(maxRetries).toBe(longest.length)
})

it('is drawn evenly from the whole range', () => {
  const draw = fc.double({ min: 0, max: justBelowOne, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: maxRetries }), draw, (attempt, drawn) => {
      expect(retryDelayMs(attempt, () => drawn)).toBeCloseTo(drawn * 1_000 * 2 ** (attempt - 1))
    }),
  )
})

it('counts an attempt outside its range as the nearest in it', () => {
  expect(retryDelayMs(0, () => 0.5)).toBe(500)
  expect(retryDelayMs(60, () => 0.5)).toBe(8_000)
})
