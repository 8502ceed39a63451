import { expect, it } from 'vitest'
import { createPresence } from './presence.ts'

it('takes nobody to be there after five minutes without a sign', () => {
  const target = new EventTarget() as unknown as Window
  let nowMs = 0
  const presence = createPresence(target, () => nowMs)
  nowMs = 5 * 60_000
  expect(presence.isAway()).toBe(false)
  nowMs += 1
  expect(presence.isAway()).toBe(true)
  target.dispatchEvent(new Event('keydown'))
  expect(presence.isAway()).toBe(false)
})
