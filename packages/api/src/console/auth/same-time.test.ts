import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { inEvenTime } from './same-time.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it.each([
  [1, 150],
  [90, 150],
  [149, 150],
  [151, 300],
])('work of %i ms is answered after %i', async (workMs, answeredMs) => {
  const beganMs = performance.now()
  const answered = inEvenTime(() => new Promise(resolve => setTimeout(resolve, workMs))).then(
    () => performance.now() - beganMs,
  )
  await vi.advanceTimersByTimeAsync(1_000)
  expect(Math.round(await answered)).toBe(answeredMs)
})
