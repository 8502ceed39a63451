import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createExpiryWheel } from './expiry-wheel.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('tells once, within a second of the end, and of nothing that was moved or taken out', () => {
  const expired: string[] = []
  const wheel = createExpiryWheel<string>({ onExpired: item => expired.push(item), now: Date.now })
  const startMs = Date.now()
  wheel.set('a', startMs + 3_000)
  wheel.set('b', startMs + 3_000)
  wheel.set('c', startMs + 3_000)
  wheel.set('never', undefined)
  wheel.set('b', startMs + 8_000)
  wheel.set('c', undefined)
  vi.advanceTimersByTime(2_900)
  expect(expired).toEqual([])
  vi.advanceTimersByTime(1_200)
  expect(expired).toEqual(['a'])
  vi.advanceTimersByTime(10_000)
  expect(expired).toEqual(['a', 'b'])
  wheel.close()
})

it('bears an end that is past, a clock that jumps, and items that move others', () => {
  const expired: string[] = []
  const wheel = createExpiryWheel<string>({
    onExpired: item => {
      expired.push(item)
      if (item === 'past') wheel.set('other', undefined)
    },
    now: Date.now,
  })
  wheel.set('past', 0)
  wheel.set('other', 0)
  wheel.set('far', Date.now() + 3_600_000)
  vi.advanceTimersByTime(2_000)
  expect(expired).toEqual(['past'])
  vi.setSystemTime(Date.now() + 7_200_000)
  vi.advanceTimersByTime(1_000)
  expect(expired).toEqual(['past', 'far'])
  wheel.close()
})

it('has one timer for ten thousand items', () => {
  const wheel = createExpiryWheel<number>({ onExpired: () => {}, now: Date.now })
  for (let n = 0; n < 10_000; n++) wheel.set(n, Date.now() + n)
  expect(vi.getTimerCount()).toBe(1)
  wheel.close()
  expect(vi.getTimerCount()).toBe(0)
})
