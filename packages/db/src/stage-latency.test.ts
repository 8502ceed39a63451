import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createStageLatency, latencyGauges } from './stage-latency.ts'

it('says nothing where nothing was noted', () => {
  const latency = createStageLatency(() => 0)
  expect(latency.read()).toEqual({ p50Ms: null, p95Ms: null, p99Ms: null })
  expect(latencyGauges(latency)).toEqual({})
})

it('is never lower than the exact percentile, and at most a fifth higher', () => {
  const times = fc.array(fc.double({ min: 0.2, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 500 })
  fc.assert(
    fc.property(times, all => {
      const latency = createStageLatency(() => 0)
      for (const ms of all) latency.add(ms)
      const sorted = all.toSorted((a, b) => a - b)
      const exact = sorted[Math.ceil(all.length * 0.95) - 1] ?? 0
      const { p95Ms } = latency.read()
      expect(p95Ms).toBeGreaterThanOrEqual(exact - 0.051)
      expect(p95Ms).toBeLessThanOrEqual(exact * 1.2 + 0.051)
    }),
  )
})

it('forgets what is older than a minute, and not what is younger than half of one', () => {
  let nowMs = 0
  const latency = createStageLatency(() => nowMs)
  latency.add(5)
  nowMs = 29_000
  expect(latency.read().p50Ms).toBeCloseTo(5.4, 0)
  nowMs = 31_000
  expect(latency.read().p50Ms).not.toBeNull()
  nowMs = 62_000
  expect(latency.read().p50Ms).toBeNull()
  latency.add(1)
  nowMs = 200_000
  expect(latency.read().p50Ms).toBeNull()
  expect(latencyGauges(latency, 'x')).toEqual({})
})
