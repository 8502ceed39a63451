import { expect, it } from 'vitest'
import { createKeyedRetryDelays, createRetryDelays } from './retry-delays.ts'

it('begins with the first delay, doubles to two seconds, and begins anew after progress', () => {
  const longest = createRetryDelays(200, { random: () => 1 })
  expect(Array.from({ length: 6 }, longest.next)).toEqual([200, 400, 800, 1_600, 2_000, 2_000])
  longest.reset()
  expect(longest.next()).toBe(200)
})

it('draws each from the upper half, so that partitions that failed together do not come back together', () => {
  const shortest = createRetryDelays(200, { random: () => 0 })
  expect(Array.from({ length: 5 }, shortest.next)).toEqual([200, 200, 400, 800, 1_000])
})

it('is never shorter than a first delay beyond the most', () => {
  const slow = createRetryDelays(5_000, { random: () => 1 })
  expect([slow.next(), slow.next()]).toEqual([5_000, 5_000])
})

it('counts the failures of each key alone', () => {
  const delays = createKeyedRetryDelays(200)
  for (let failure = 0; failure < 5; failure += 1) delays.next('a')
  expect(delays.next('b')).toBe(200)
  expect(delays.next('a')).toBeGreaterThanOrEqual(1_000)
  delays.reset('a')
  expect(delays.next('a')).toBe(200)
})
