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

it('waits twice as long after each failure in a row, three seconds at most, and as usual after a success', async () => {
  vi.useFakeTimers()
  const ranAtMs: number[] = []
  const repeating = repeat({
    everyMs: 100,
    random: () => 1,
    onError: () => {},
    work: async () => {
      ranAtMs.push(performance.now())
      if (ranAtMs.length !== 8) throw new Error('away')
    },
  })
  await vi.advanceTimersByTimeAsync(13_000)
  await repeating.stop()
  vi.useRealTimers()
  const waits = ranAtMs.slice(1).map((atMs, nth) => atMs - (ranAtMs[nth] ?? 0))
  expect(waits).toEqual([200, 400, 800, 1_600, 3_000, 3_000, 3_000, 100, 200, 400])
})
