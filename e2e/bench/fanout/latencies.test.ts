import { expect, it } from 'vitest'
import { createLatencyRecorder } from './latencies.ts'

it('tells percentiles to 2 %, and begins anew once they are taken', () => {
  const recorder = createLatencyRecorder()
  for (let micros = 1; micros <= 100_000; micros += 1) recorder.record(micros)
  const { p50Ms, p99Ms, p999Ms, ...rest } = recorder.take()
  expect(rest).toEqual({ count: 100_000, maxMs: 100 })
  expect(p50Ms / 50).toBeCloseTo(1, 1.3)
  expect(p99Ms / 99).toBeCloseTo(1, 1.3)
  expect(p999Ms / 99.9).toBeCloseTo(1, 1.3)
  expect(recorder.take()).toEqual({ count: 0, p50Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0 })
})
