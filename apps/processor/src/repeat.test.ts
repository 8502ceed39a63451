import { expect, it, vi } from 'vitest'
import { repeat } from './repeat.ts'

it('never runs twice at once, survives failures, and waits at its end for what is under way', async () => {
  const errors: unknown[] = []
  const counts = { running: 0, most: 0, runs: 0 }
  const gate = Promise.withResolvers<void>()
  const repeating = repeat({
    everyMs: 1,
    onError: error => errors.push(error),
    work: async () => {
      counts.runs += 1
      counts.running += 1
      counts.most = Math.max(counts.most, counts.running)
      if (counts.runs > 3) await gate.promise
      counts.running -= 1
      if (counts.runs === 2) throw new Error('once')
    },
  })
  await vi.waitFor(() => expect(counts.runs).toBe(4))
  let hasEnded = false
  const stopped = repeating.stop().then(() => {
    hasEnded = true
  })
  await new Promise(resolve => setImmediate(resolve))
  expect([hasEnded, counts.running]).toEqual([false, 1])
  gate.resolve()
  await stopped
  expect(counts).toEqual({ running: 0, most: 1, runs: 4 })
  expect(errors).toEqual([new Error('once')])
})
