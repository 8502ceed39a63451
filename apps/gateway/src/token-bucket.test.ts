import { expect, it } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

const taken = (bucket: TokenBucket, nowMs: number, tries = 100) =>
  Array.from({ length: tries }, () => bucket.take(nowMs)).filter(Boolean).length

it('lets a burst through, and then so many a second, saved up no further than a burst', () => {
  const bucket = new TokenBucket(10, 25)
  expect(taken(bucket, 1_000)).toBe(25)
  expect(taken(bucket, 1_500)).toBe(5)
  expect(taken(bucket, 1_550)).toBe(0)
  expect(taken(bucket, 1_600)).toBe(1)
  expect(taken(bucket, 60_000)).toBe(25)
})

it('takes nothing from whom it refuses, and nothing where the clock goes back', () => {
  const bucket = new TokenBucket(1, 1)
  expect(taken(bucket, 1_000)).toBe(1)
  expect(taken(bucket, 500)).toBe(0)
  expect(taken(bucket, 1_500)).toBe(1)
})
