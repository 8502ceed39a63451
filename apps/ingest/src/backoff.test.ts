import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fullJitterMs, pause } from './backoff.ts'

const backoff = { baseMs: 100, capMs: 5_000 }

it('waits between nothing and the doubled base, never over the cap', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, drawn) => {
      const waitMs = fullJitterMs(attempt, backoff, () => drawn)
      expect(waitMs).toBeGreaterThanOrEqual(0)
      expect(waitMs).toBeLessThanOrEqual(Math.min(5_000, 100 * 2 ** attempt))
    }),
  )
})

it('uses the whole range', () => {
  expect(fullJitterMs(0, backoff, () => 0)).toBe(0)
  expect(fullJitterMs(3, backoff, () => 1)).toBe(800)
  expect(fullJitterMs(9, backoff, () => 1)).toBe(5_000)
})

it('a pause ends at once when it is aborted', async () => {
  const stopping = new AbortController()
  const paused = pause(60_000, stopping.signal)
  stopping.abort()
  await paused
  await pause(60_000, stopping.signal)
})
