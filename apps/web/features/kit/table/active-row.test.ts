import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activeNow, placeOf, scrollTopFor, stepFrom } from './active-row.ts'

const rowsOf = (keys: readonly string[]) => ({
  length: keys.length,
  keyAt: (place: number) => keys[place] ?? '',
})

describe('the active row', () => {
  it('follows its key when others come and go', () => {
    expect(activeNow(rowsOf(['new', 'a', 'b', 'c']), { key: 'b', place: 1 })).toEqual({ key: 'b', place: 2 })
    expect(activeNow(rowsOf(['b', 'c']), { key: 'b', place: 1 })).toEqual({ key: 'b', place: 0 })
  })

  it('becomes the row in its place when it is gone', () => {
    expect(activeNow(rowsOf(['a', 'c']), { key: 'b', place: 1 })).toEqual({ key: 'c', place: 1 })
    expect(activeNow(rowsOf(['a']), { key: 'z', place: 9 })).toEqual({ key: 'a', place: 0 })
    expect(activeNow(rowsOf([]), { key: 'a', place: 0 })).toBeNull()
  })

  it('finds a key wherever it went', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 30 }),
        fc.nat(40),
        fc.nat(40),
        (keys, wasAt, pick) => {
          const place = pick % keys.length
          expect(placeOf(rowsOf(keys), { key: keys[place] ?? '', place: wasAt })).toBe(place)
          expect(
            placeOf(rowsOf(keys), { key: 'not there at all, being too long for it', place: wasAt }),
          ).toBe(-1)
        },
      ),
    )
  })

  it('steps within bounds, the first step to the first row', () => {
    expect(stepFrom(null, 'next', 5, 10)).toBe(0)
    expect(stepFrom(4, 'next', 5, 10)).toBe(4)
    expect(stepFrom(0, 'previous', 5, 10)).toBe(0)
    expect(stepFrom(2, 'page-down', 50, 10)).toBe(12)
    expect(stepFrom(2, 'last', 50, 10)).toBe(49)
  })

  it('scrolls only as far as it must', () => {
    const view = { topPx: 100, heightPx: 200 }
    expect(scrollTopFor(5, 34, view)).toBeNull()
    expect(scrollTopFor(0, 34, view)).toBe(0)
    expect(scrollTopFor(10, 34, view)).toBe(11 * 34 - 200)
  })
})
