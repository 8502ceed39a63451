import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sparklinePoints } from './sparkline-path.ts'
import { chartRows } from './time-points.ts'

const box = { width: 60, height: 20 }

describe('a sparkline', () => {
  it('goes from low at the bottom to high at the top', () => {
    expect(sparklinePoints([0, 10], box)).toBe('0.8,19.3 59.3,0.8')
    expect(sparklinePoints([], box)).toBe('')
    expect(sparklinePoints([5, 5], box)).toBe('0.8,10.0 59.3,10.0')
  })
  it('stays in its box', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), values => {
        for (const point of sparklinePoints(values, box).split(' ').filter(Boolean)) {
          const [x = Number.NaN, y = Number.NaN] = point.split(',').map(Number)
          expect(x >= 0 && x <= box.width && y >= 0 && y <= box.height).toBe(true)
        }
      }),
    )
  })
})

describe('the rows of a chart', () => {
  it('have a gap where there is no value', () => {
    expect(
      chartRows(
        [{ atMs: 1, values: { a: 2 } }],
        [
          { id: 'a', label: 'A' },
          { id: 'b', label: 'B' },
        ],
      ),
    ).toEqual([{ atMs: 1, 's:a': 2, 's:b': null }])
  })
})
