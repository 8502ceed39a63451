import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

function bucketOf(perSecond: number, burstFactor: number) {
  let nowMs = 0
  const bucket = createTokenBucket({ perSecond, burstFactor, now: () => nowMs })
  return { ...bucket, pass: (ms: number) => (nowMs += ms) }
}

it('starts full, refills at its rate, and holds no more than its burst', () => {
  const bucket = bucketOf(100, 2)
  expect([bucket.burst, bucket.waitMs(200), bucket.waitMs(201)]).toEqual([200, 0, 10])
  bucket.take(200)
  expect([bucket.waitMs(0), bucket.waitMs(1), bucket.waitMs(100)]).toEqual([0, 10, 1_000])
  bucket.pass(500)
  expect([bucket.waitMs(50), bucket.waitMs(51)]).toEqual([0, 10])
  bucket.pass(60_000)
  expect([bucket.waitMs(200), bucket.waitMs(201)]).toEqual([0, 10])
})

it('a debt is paid at the rate, and may be bounded', () => {
  const bucket = bucketOf(100, 1)
  bucket.take(350)
  expect(bucket.waitMs(0)).toBe(2_500)
  bucket.take(1_000, 300)
  expect(bucket.waitMs(0)).toBe(3_000)
  bucket.take(1_000, 100)
  expect(bucket.waitMs(0)).toBe(3_000)
})

it('never gives more than its burst and its rate allow, and always what they do', () => {
  const step = fc.record({ passMs: fc.nat({ max: 2_000 }), tokens: fc.integer({ min: 1, max: 300 }) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.array(step, { maxLength: 50 }), (rate, steps) => {
      const bucket = bucketOf(rate, 2)
      let elapsedMs = 0
      let taken = 0
      for (const { passMs, tokens } of steps) {
        bucket.pass(passMs)
        elapsedMs += passMs
        const waitMs = bucket.waitMs(tokens)
        if (waitMs === 0) {
          bucket.take(tokens)
          taken += tokens
        } else if (tokens <= bucket.burst) {
          bucket.pass(waitMs + 1e-6)
          elapsedMs += waitMs + 1e-6
          expect(bucket.waitMs(tokens)).toBe(0)
        }
        expect(taken).toBeLessThanOrEqual(bucket.burst + (elapsedMs / 1_000) * rate + 1e-6)
      }
    }),
  )
})
