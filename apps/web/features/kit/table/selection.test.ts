import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extendTo, shownState, toggleKey, toggleShown } from './selection.ts'

const keys = ['a', 'b', 'c', 'd', 'e']

describe('selection', () => {
  it('toggles one and leaves what it was given alone', () => {
    const before = new Set(['a'])
    expect([...toggleKey(before, 'b')]).toEqual(['a', 'b'])
    expect([...toggleKey(before, 'a')]).toEqual([])
    expect([...before]).toEqual(['a'])
  })

  it('extends both ways from where the range began, and shrinks again', () => {
    const base = new Set(['e'])
    expect([...extendTo(base, keys, 'b', 'd')].toSorted()).toEqual(['b', 'c', 'd', 'e'])
    expect([...extendTo(base, keys, 'b', 'a')].toSorted()).toEqual(['a', 'b', 'e'])
    expect([...extendTo(base, keys, 'a', 'c')].toSorted()).toEqual(['a', 'b', 'c', 'e'])
    expect([...extendTo(base, keys, 'b', 'b')].toSorted()).toEqual(['b', 'e'])
  })

  it('begins at the target when the beginning is gone', () => {
    expect([...extendTo(new Set(), keys, 'gone', 'c')]).toEqual(['c'])
    expect([...extendTo(new Set(['a']), keys, 'a', 'gone')]).toEqual(['a'])
  })

  it('all shown and back keeps what is not shown', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...keys, 'x', 'y')), selected => {
        const selection = new Set(selected)
        const all = toggleShown(selection, keys)
        if (shownState(selection, keys) !== 'all') expect(shownState(all, keys)).toBe('all')
        for (const far of ['x', 'y']) expect(all.has(far)).toBe(selection.has(far))
        if (shownState(selection, keys) === 'all') expect(shownState(all, keys)).toBe('none')
      }),
    )
  })
})
