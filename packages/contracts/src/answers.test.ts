import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keptAnswer } from './answers.ts'

const clock = () => {
  const at = { ms: 0, began: 0 }
  return { at, nowMs: () => at.ms }
}

it('does the work once for all who ask within its time', async () => {
  const { at, nowMs } = clock()
  const ask = keptAnswer(async () => ++at.began, 1_000, nowMs)
  expect(await Promise.all(Array.from({ length: 1_000 }, ask))).toEqual(new Array(1_000).fill(1))
  at.ms = 999
  expect(await ask()).toBe(1)
  at.ms = 1_000
  expect(await ask()).toBe(2)
})

it('does one at a time, however long it takes', async () => {
  const { at, nowMs } = clock()
  const slow = Promise.withResolvers<void>()
  const work = () => {
    at.began += 1
    return slow.promise
  }
  const ask = keptAnswer(work, 1_000, nowMs)
  const first = ask()
  at.ms = 5_000
  expect(ask()).toBe(first)
  slow.resolve()
  await first
  expect(at.began).toBe(1)
  void ask()
  expect(at.began).toBe(2)
})

it('keeps a failure likewise', async () => {
  const { at, nowMs } = clock()
  const ask = keptAnswer(async () => Promise.reject(new Error(`failure ${++at.began}`)), 1_000, nowMs)
  for (let n = 0; n < 100; n++) await expect(ask()).rejects.toThrow('failure 1')
  at.ms = 1_000
  await expect(ask()).rejects.toThrow('failure 2')
})

it('begins at most once in each of its times, whenever who asks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), async waits => {
      const { at, nowMs } = clock()
      const ask = keptAnswer(async () => ++at.began, 1_000, nowMs)
      for (const wait of waits) {
        at.ms += wait
        await ask()
      }
      expect(at.began).toBeLessThanOrEqual(1 + at.ms / 1_000)
    }),
  )
})
