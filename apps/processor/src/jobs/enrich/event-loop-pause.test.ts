import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createPause } from './event-loop-pause.ts'

function work(forMs: number): void {
  const untilMs = performance.now() + forMs
  while (performance.now() < untilMs);
}

it('lets others work every few milliseconds, however long a batch takes', async () => {
  const pause = createPause(5)
  let [turns, isDone] = [0, false]
  const others = (async () => {
    for (; !isDone; turns += 1) await turn()
  })()
  for (let record = 0; record < 200; record += 1) {
    work(0.5)
    await pause()
  }
  isDone = true
  await others
  expect(turns).toBeGreaterThan(10)
})

it('costs no turn while the work is short', () => {
  expect(createPause(10_000)()).toBeUndefined()
})
