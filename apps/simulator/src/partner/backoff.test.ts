import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fullJitterMs, retryAfterMs } from './backoff.ts'

it('waits between nothing and a bound that doubles up to its cap', () => {
  const backoff = { baseMs: 200, capMs: 5_000 }
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const waitMs = fullJitterMs(attempt, backoff, random)
      expect(waitMs).toBeGreaterThanOrEqual(0)
      expect(waitMs).toBeLessThanOrEqual(Math.min(5_000, 200 * 2 ** attempt))
    }),
  )
})

it('reads Retry-After as seconds or as a date, and nothing else', () => {
  const nowMs = Date.parse('2026-05-01T19:00:00Z')
  expect(retryAfterMs('3', nowMs)).toBe(3_000)
  expect(retryAfterMs('Fri, 01 May 2026 19:00:07 GMT', nowMs)).toBe(7_000)
  expect(retryAfterMs('Fri, 01 May 2026 18:00:00 GMT', nowMs)).toBe(0)
  expect(retryAfterMs('soon', nowMs)).toBeUndefined()
  expect(retryAfterMs(null, nowMs)).toBeUndefined()
})
