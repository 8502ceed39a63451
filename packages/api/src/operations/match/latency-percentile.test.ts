import { latencyBoundsMs } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latencyPercentile } from './latency-percentile.ts'

const counts = fc.array(fc.nat(50), {
  minLength: latencyBoundsMs.length + 1,
  maxLength: latencyBoundsMs.length + 1,
})
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('a percentile of a histogram', () => {
  it('is linear within its bucket, and the last bound above all bounds', () => {
    expect(latencyPercentile([0, 0, 10], 0.5)).toBe(38)
    expect(latencyPercentile([4, 4], 0.5)).toBe(10)
    expect(latencyPercentile([5, 0, 5], 0.99)).toBe(50)
    expect(latencyPercentile([...latencyBoundsMs.map(() => 0), 3], 0.5)).toBe(10_000)
    expect(latencyPercentile([], 0.5)).toBeNull()
    expect(latencyPercentile([0, 0], 0.5)).toBeNull()
  })

  it('never falls as the share rises, and lies in the bucket that holds it', () => {
    fc.assert(
      fc.property(counts, share, share, (histogram, a, b) => {
        const total = histogram.reduce((sum, count) => sum + count, 0)
        fc.pre(total > 0)
        const low = latencyPercentile(histogram, Math.min(a, b)) ?? Number.NaN
        const high = latencyPercentile(histogram, Math.max(a, b)) ?? Number.NaN
        expect(low).toBeLessThanOrEqual(high)
        // Everything not above the estimate's bound covers the share; the estimate is rounded to whole milliseconds.
        const bucket = latencyBoundsMs.findIndex(bound => low + 0.5 <= bound)
        const covered = histogram.slice(0, bucket + 1).reduce((sum, count) => sum + count, 0)
        if (low < 10_000) expect(covered).toBeGreaterThanOrEqual(Math.min(a, b) * total - 1e-9)
      }),
    )
  })
})
