import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placesToDraw, rowsInSight } from './rows-in-sight.ts'

describe('rows in sight', () => {
  it('counts those of which a part is seen', () => {
    expect(rowsInSight({ topPx: 0, heightPx: 100 }, 34)).toEqual({ first: 0, last: 2 })
    expect(rowsInSight({ topPx: 35, heightPx: 100 }, 34)).toEqual({ first: 1, last: 3 })
  })

  it('is one row where there is no room yet', () => {
    expect(rowsInSight({ topPx: 0, heightPx: -32 }, 34)).toEqual({ first: 0, last: 0 })
  })

  it('covers each pixel that is seen', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 2_000 }), (topPx, heightPx) => {
        const { first, last } = rowsInSight({ topPx, heightPx }, 34)
        expect(first * 34).toBeLessThanOrEqual(topPx)
        expect((last + 1) * 34).toBeGreaterThanOrEqual(topPx + heightPx)
        expect((last - first) * 34).toBeLessThan(heightPx + 34)
      }),
    )
  })
})

describe('rows to draw', () => {
  const sight = { first: 50, last: 59 }

  it('are those around what is seen, within the list', () => {
    expect(placesToDraw(sight, { count: 1_000, around: 2 })).toEqual([
      48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61,
    ])
    expect(placesToDraw({ first: 0, last: 3 }, { count: 3, around: 8 })).toEqual([0, 1, 2])
    expect(placesToDraw(sight, { count: 0, around: 8 })).toEqual([])
  })

  it('are the last ones where the list has become shorter than what was scrolled past', () => {
    expect(placesToDraw(sight, { count: 10, around: 2 })).toEqual([7, 8, 9])
  })

  it('have the active row among them, in its order', () => {
    expect(placesToDraw(sight, { count: 100, around: 0, active: 3 })[0]).toBe(3)
    expect(placesToDraw(sight, { count: 100, around: 0, active: 90 }).at(-1)).toBe(90)
    expect(placesToDraw(sight, { count: 60, around: 0, active: 90 }).at(-1)).toBe(59)
  })
})
