import { defaultOverloadPolicy } from '@touchline/contracts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { batchOf, storedEvent } from '../testing/records.ts'
import { createThrottle } from './overload.ts'
import { splitBatch, wasDeferred } from './split.ts'

const appendedAtMs = Date.parse('2026-05-01T19:00:00.020Z')
const after = (seconds: number) => appendedAtMs + seconds * 1_000
const records = batchOf([
  storedEvent('goal', { type: 'goal-scored' }),
  storedEvent('pass'),
  storedEvent('post', { type: 'post-published' }),
  'junk',
  storedEvent('pass-2'),
]).records
const fates = (policy: Partial<typeof defaultOverloadPolicy>, seconds: number) => {
  const split = splitBatch(records, { ...defaultOverloadPolicy, ...policy }, after(seconds))
  return { fates: split.items.map(({ fate }) => fate).join(' '), lanes: split.lanes.join(' ') }
}
const low = defaultOverloadPolicy.low
const normal = defaultOverloadPolicy.normal

it('touches nothing while the records in hand are young', () => {
  expect(fates({}, 4.9)).toEqual({ fates: 'keep keep keep keep keep', lanes: '' })
})

it('puts off the low lane first, then the normal one, and never what is critical or can not be read', () => {
  expect(fates({}, 6)).toEqual({ fates: 'keep keep defer keep keep', lanes: 'low' })
  expect(fates({}, 16)).toEqual({ fates: 'keep defer defer keep defer', lanes: 'low normal' })
})

it('drops, or keeps one in so many, where the policy says so', () => {
  const policy = {
    low: { ...low, action: 'shed' as const },
    normal: { ...normal, action: 'sample' as const, keepOneIn: 4 },
  }
  expect(fates(policy, 16)).toEqual({ fates: 'keep shed shed keep keep', lanes: '' })
})

it('finds again exactly what it put off', () => {
  const { items, lanes } = splitBatch(records, defaultOverloadPolicy, after(16))
  for (const { record, fate } of items) expect(wasDeferred(record, lanes)).toBe(fate === 'defer')
})

it('never puts off a replay', () => {
  const headers = { 'replay-id': '1', 'dead-letter-id': '2' }
  const replayed = records.map(record => ({ ...record, headers }))
  const { items } = splitBatch(replayed, defaultOverloadPolicy, after(16))
  expect(new Set(items.map(({ fate }) => fate))).toEqual(new Set(['keep']))
  // But a reset puts off all that waits.
  expect(replayed.filter(record => wasDeferred(record, ['low', 'normal']))).toEqual([])
  expect(replayed.filter(record => wasDeferred(record, ['critical', 'normal', 'low']))).toEqual(replayed)
})

it('lets through no more than its rate, however the events come', () => {
  const batches = fc.array(fc.record({ events: fc.integer({ min: 1, max: 500 }), gapMs: fc.nat(200) }), {
    minLength: 2,
    maxLength: 50,
  })
  fc.assert(
    fc.property(batches, arrivals => {
      let nowMs = 0
      const throttle = createThrottle(() => nowMs)
      let admitted = 0
      for (const { events, gapMs } of arrivals) {
        nowMs += gapMs + throttle(events, 1_000)
        expect(admitted).toBeLessThanOrEqual(nowMs + 1e-6)
        admitted += events
      }
    }),
  )
})
