import { expect, it } from 'vitest'
import { createFailingKeys } from './failing-keys.ts'

it('makes a key wait longer after each failure, up to a limit, and no other', () => {
  let nowMs = 0
  const keys = createFailingKeys({ nowMs: () => nowMs, firstDelayMs: 100, maxDelayMs: 300 })
  for (const delayMs of [100, 200, 300, 300]) {
    keys.failed('a')
    expect([keys.isDue('a'), keys.isDue('b')]).toEqual([false, true])
    nowMs += delayMs - 1
    expect(keys.isDue('a')).toBe(false)
    nowMs += 1
    expect(keys.isDue('a')).toBe(true)
  }
  keys.worked('a')
  keys.failed('a')
  nowMs += 100
  expect(keys.isDue('a')).toBe(true)
})

it('remembers a bounded number', () => {
  const keys = createFailingKeys({ nowMs: () => 0 })
  for (let nth = 0; nth < 20_000; nth += 1) keys.failed(`k${nth}`)
  expect(keys.size).toBe(10_000)
  expect([keys.isDue('k0'), keys.isDue('k19999')]).toEqual([true, false])
})
