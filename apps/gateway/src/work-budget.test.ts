import fc from 'fast-check'
import { expect, it } from 'vitest'
import { WorkBudget } from './work-budget.ts'

const limit = { microsPerSecond: 20_000, burstMicros: 60_000 }

it('lets a party that waits when it is told to do no more than a burst, the rate, and one piece of work', () => {
  const pieces = fc.array(fc.record({ micros: fc.integer({ min: 0, max: 5_000 }), afterMs: fc.nat(200) }))
  fc.assert(
    fc.property(pieces, work => {
      const budget = new WorkBudget(limit)
      let nowMs = 1_000
      let done = 0
      for (const { micros, afterMs } of work) {
        nowMs += Math.max(afterMs, budget.waitMs(nowMs))
        budget.spend(micros, nowMs)
        done += micros
      }
      expect(done).toBeLessThanOrEqual(60_000 + ((nowMs - 1_000) / 1_000) * 20_000 + 5_000)
    }),
  )
})

it('says how long what is overdrawn takes, and is full again after a rest', () => {
  const budget = new WorkBudget(limit)
  budget.spend(80_000, 0)
  expect(budget.waitMs(0)).toBe(1_000)
  expect(budget.waitMs(999)).toBe(1)
  expect(budget.waitMs(1_000)).toBe(0)
  expect([budget.isFull(3_999), budget.isFull(4_000)]).toEqual([false, true])
})
