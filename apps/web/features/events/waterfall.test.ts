import fc from 'fast-check'
import { expect, it } from 'vitest'
import { waterfall } from './waterfall.ts'

const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString()

it('lays each step from the known time before it to its own', () => {
  const [first, second, unknown, last] = waterfall([at(0), at(20), null, at(100)])
  expect(first).toEqual({ leftPercent: 0, widthPercent: 0.6 })
  expect(second).toEqual({ leftPercent: 0, widthPercent: 20 })
  expect(unknown).toBeNull()
  expect(last).toEqual({ leftPercent: 20, widthPercent: 80 })
})

it('draws nothing where nothing lies between', () => {
  expect(waterfall([])).toEqual([])
  expect(waterfall([null, at(5), null])).toEqual([null, null, null])
  expect(waterfall([at(5), at(5)])).toEqual([null, null])
})

it('stays within the whole, whatever the clocks say', () => {
  const time = fc.option(fc.integer({ min: -1e9, max: 1e9 }).map(at))
  fc.assert(
    fc.property(fc.array(time), times => {
      for (const bar of waterfall(times)) {
        if (!bar) continue
        expect(bar.leftPercent).toBeGreaterThanOrEqual(0)
        expect(bar.leftPercent + bar.widthPercent).toBeLessThanOrEqual(100.000_001)
      }
    }),
  )
})
