import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRetryBudget } from './retry-budget.ts'

function budgetAt(ratio: number, minPerSecond: number) {
  let nowMs = 0
  const budget = createRetryBudget({ ratio, minPerSecond, now: () => nowMs })
  const spendAll = () => {
    let spent = 0
    while (budget.spend()) spent++
    return spent
  }
  return { ...budget, spendAll, pass: (ms: number) => (nowMs += ms) }
}

it('allows one retry for ten calls', () => {
  const budget = budgetAt(0.1, 0)
  budget.deposit(9)
  expect(budget.spendAll()).toBe(0)
  budget.deposit(1)
  expect(budget.spendAll()).toBe(1)
  for (let call = 0; call < 10; call++) budget.deposit(1)
  expect(budget.spendAll()).toBe(1)
  budget.deposit(1_000)
  expect(budget.spendAll()).toBe(100)
})

it('allows a few where there are no calls at all', () => {
  const budget = budgetAt(0.1, 1)
  expect(budget.spendAll()).toBe(10)
  budget.pass(5_000)
  expect(budget.spendAll()).toBe(0)
  budget.pass(5_000)
  expect(budget.spendAll()).toBe(10)
})

it('forgets what was not spent within ten seconds', () => {
  const budget = budgetAt(0.1, 0)
  budget.deposit(1_000)
  budget.pass(9_999)
  expect(budget.spend()).toBe(true)
  budget.pass(1)
  expect(budget.spendAll()).toBe(0)
})

it('in any ten seconds, retries stay within their part of the calls and the minimum', () => {
  const step = fc.record({ passMs: fc.nat({ max: 3_000 }), calls: fc.nat({ max: 200 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const budget = budgetAt(0.1, 1)
      let calls = 0
      let retries = 0
      for (const { passMs, calls: made } of steps) {
        budget.pass(passMs)
        budget.deposit(made)
        calls += made
        retries += budget.spendAll()
      }
      const windows = Math.ceil(steps.reduce((sum, one) => sum + one.passMs, 0) / 10_000) + 1
      expect(retries).toBeLessThanOrEqual(calls * 0.1 + windows * 10 + 1e-6)
    }),
  )
})
