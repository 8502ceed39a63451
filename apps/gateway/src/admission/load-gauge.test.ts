import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLoadGauge } from './load-gauge.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is overloaded after two bad samples, and well again after two good ones', () => {
  let delayMs = 0
  const gauge = createLoadGauge({ maxDelayMs: 100, loopDelayMs: () => delayMs, sampleMs: 500 })
  const after = (samples: number, nextMs: number) => {
    delayMs = nextMs
    vi.advanceTimersByTime(samples * 500)
    return gauge.isOverloaded
  }
  expect(after(1, 500)).toBe(false)
  expect(after(1, 10)).toBe(false)
  expect(after(2, 101)).toBe(true)
  expect(after(20, 60)).toBe(true)
  expect(after(1, 10)).toBe(true)
  expect(after(1, 99)).toBe(true)
  expect(after(1, 10)).toBe(true)
  expect(after(1, 10)).toBe(false)
  gauge.close()
})

it('minds what the fan-out is behind', () => {
  const gauge = createLoadGauge({ maxDelayMs: 100, loopDelayMs: () => 0, backlogMs: () => 200 })
  vi.advanceTimersByTime(1_000)
  expect(gauge.isOverloaded).toBe(true)
  gauge.close()
})

it('finds a loop that is held up', async () => {
  vi.useRealTimers()
  const gauge = createLoadGauge({ maxDelayMs: 50, sampleMs: 20 })
  await vi.waitFor(
    () => {
      const untilMs = performance.now() + 120
      while (performance.now() < untilMs);
      expect(gauge.isOverloaded).toBe(true)
    },
    { timeout: 5_000, interval: 15 },
  )
  gauge.close()
})
