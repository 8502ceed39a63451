import { approvalAboveLetters, canaryAllowance, canarySteps } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { typedConfirmation } from '../dead-letters/discard-words.ts'
import { approvalAbove, canaryStepsOf, reachedOf } from './canary.ts'
import { needsApproval, rateOf, replayPlan, whyNothingChosen } from './replay-plan.ts'

const plan = (dead: number, more: Partial<Parameters<typeof replayPlan>[0]> = {}) =>
  replayPlan({
    counts: { dead, others: {}, unknown: 0 },
    canary: true,
    ratePerSecond: 100,
    edited: 0,
    ...more,
  })

it('says in numbers what it takes and what it leaves out', () => {
  expect(plan(1)).toEqual(['It takes 1 letter.'])
  expect(plan(1, { edited: 1 })).toEqual(['It takes 1 letter, corrected as shown.'])
  const counts = { dead: 412, others: { recovered: 3, replaying: 1 }, unknown: 2 }
  expect(replayPlan({ counts, canary: true, ratePerSecond: 100, edited: 0 })).toEqual([
    'It takes 412 letters.',
    'It leaves out 3 recovered, 1 being replayed already, 2 unknown: they are not dead.',
    'It begins with a canary: 1, then 10, then all 412; it stops itself when one of these dies again.',
    'At 100 a second it takes at least 5 s.',
  ])
})

it('says when a second person has to agree, and when there is no canary', () => {
  expect(needsApproval(500)).toBe(false)
  expect(needsApproval(501)).toBe(true)
  expect(plan(501).at(-1)).toMatch(/second person/)
  expect(plan(20, { canary: false }).join(' ')).toMatch(/without a canary/)
  expect(plan(100_000, { ratePerSecond: 10 }).join(' ')).toContain('at least 3 h')
})

it('agrees with the contracts on canaries and on how many need two people', () => {
  expect(approvalAbove).toBe(approvalAboveLetters)
  for (const total of [1, 2, 10, 11, 500, 1_000, 1_001, 54_321]) {
    const allowed = Array.from({ length: canarySteps }, (_, step) => canaryAllowance(step, total))
    expect(canaryStepsOf(total).map(step => step.allowed)).toEqual([...new Set(allowed)])
  }
})

it('tells which steps of a canary are passed', () => {
  const steps = canaryStepsOf(50)
  const at = (canaryStep: number, isFinished = false) =>
    steps.map(({ step }) => reachedOf(step, { steps, canaryStep, isFinished }))
  expect(at(0)).toEqual(['now', 'not-yet', 'not-yet'])
  expect(at(1)).toEqual(['passed', 'now', 'not-yet'])
  expect(at(3)).toEqual(['passed', 'passed', 'now'])
  expect(at(3, true)).toEqual(['passed', 'passed', 'passed'])
})

it('takes rates that the procedure takes', () => {
  expect(rateOf(' 100 ')).toEqual({ rate: 100 })
  for (const text of ['', '0', '-1', '1.5', '10001', 'many', '1e3'])
    expect(rateOf(text)).toHaveProperty('message')
})

it('says why nothing is there to be replayed', () => {
  expect(whyNothingChosen(undefined)).toMatch(/counted/)
  expect(whyNothingChosen({ dead: 0, others: {}, unknown: 0 })).toMatch(/No letter/)
  expect(whyNothingChosen({ dead: 0, others: { recovered: 2 }, unknown: 0 })).toMatch(/2 recovered/)
  expect(whyNothingChosen({ dead: 1, others: {}, unknown: 0 })).toBeUndefined()
})

it('has more than ten discards typed', () => {
  expect(typedConfirmation(10)).toBeUndefined()
  expect(typedConfirmation(11)).toBe('discard 11')
})
