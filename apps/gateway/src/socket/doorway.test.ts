import { expect, it, vi } from 'vitest'
import { Doorway } from './doorway.ts'

const busy = (ms: number) => {
  for (const untilMs = performance.now() + ms; performance.now() < untilMs; );
}
const doorway = (options = {}) => new Doorway({ turnMs: 3, maxWaiting: 1_000, maxWaitMs: 10_000, ...options })

it('lets a rush in, in order, and the loop turn meanwhile', async () => {
  const entered: number[] = []
  const door = doorway()
  let turns = 0
  const turning = setInterval(() => turns++, 1)
  for (let number = 0; number < 100; number++) {
    door.arrive(
      () => {
        busy(1)
        entered.push(number)
      },
      () => {
        throw new Error('turned away')
      },
    )
  }
  expect(entered).toEqual([])
  await vi.waitFor(() => expect(entered).toHaveLength(100))
  clearInterval(turning)
  expect(entered).toEqual(Array.from({ length: 100 }, (_, number) => number))
  expect(turns).toBeGreaterThan(15)
})

it('turns away whom it has no room for, and who has waited too long', async () => {
  const [entered, away] = [vi.fn(() => busy(20)), vi.fn()]
  const door = doorway({ turnMs: 0, maxWaiting: 20, maxWaitMs: 150 })
  for (let count = 0; count < 25; count++) door.arrive(entered, away)
  expect(away).toHaveBeenCalledTimes(5)
  await vi.waitFor(() => expect(entered.mock.calls.length + away.mock.calls.length).toBe(25))
  expect(entered.mock.calls.length).toBeGreaterThan(2)
  expect(away.mock.calls.length).toBeGreaterThan(6)
})
