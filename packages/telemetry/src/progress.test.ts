import { expect, it } from 'vitest'
import { createProgressWatch, type PartitionProgress } from './progress.ts'

const clock = () => {
  const state = { ms: 1_000_000 }
  return { now: () => state.ms, pass: (ms: number) => (state.ms += ms) }
}
const at = (committed: number, lagRecords: number, partition = 0): PartitionProgress => ({
  topic: 'sensor-events',
  partition,
  lagRecords,
  committedOffset: BigInt(committed),
})

/** Looks every 2 s, as the lag is refreshed. */
function watchFor(seconds: number, partitionsAt: (second: number) => readonly PartitionProgress[]) {
  const { now, pass } = clock()
  const watch = createProgressWatch({ now })
  for (let second = 0; second <= seconds; second += 2) {
    watch.observe(partitionsAt(second))
    pass(2_000)
  }
  return watch
}

it('fails once a partition with lag has stood still for 30 s, and names it', () => {
  expect(watchFor(28, () => [at(5, 10)]).report().ok).toBe(true)
  const { ok, stalled } = watchFor(30, () => [at(5, 10), at(9, 0, 1)]).report()
  expect(ok).toBe(false)
  expect(stalled).toEqual([{ topic: 'sensor-events', partition: 0, lagRecords: 10, idleSeconds: 30 }])
})

it('stays healthy without lag, however long nothing comes', () => {
  expect(watchFor(600, () => [at(5, 0)]).report()).toEqual({ ok: true, stalled: [] })
})

it('stays healthy while it moves, however far behind', () => {
  expect(watchFor(600, second => [at(second, 100_000)]).report().ok).toBe(true)
})

it('counts from when the lag began, or the partition came', () => {
  expect(watchFor(128, second => [at(5, second < 100 ? 0 : 1)]).report().ok).toBe(true)
  expect(watchFor(130, second => [at(5, second < 100 ? 0 : 1)]).report().ok).toBe(false)
  expect(watchFor(120, second => (second < 100 ? [] : [at(5, 1)])).report().ok).toBe(true)
})

it('forgets a partition that was taken away, and is healthy again once one moves', () => {
  expect(watchFor(60, second => (second < 58 ? [at(5, 10)] : [])).report().ok).toBe(true)
  expect(watchFor(60, second => [at(second < 58 ? 5 : 6, 10)]).report().ok).toBe(true)
})

it('holds an outage of the log against nobody', () => {
  const { now, pass } = clock()
  const watch = createProgressWatch({ now })
  watch.observe([at(5, 10)])
  pass(600_000)
  expect(watch.report().ok).toBe(true)
  watch.observe([at(5, 10)])
  expect(watch.report().ok).toBe(true)
})

it('takes word of work that no offset shows', () => {
  const { now, pass } = clock()
  const watch = createProgressWatch({ now })
  for (let look = 0; look < 40; look += 1) {
    watch.observe([at(5, 10)])
    watch.advanced('sensor-events', 0)
    pass(2_000)
  }
  expect(watch.report().ok).toBe(true)
})
