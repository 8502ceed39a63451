import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NameIndex } from './name-index.ts'

test('is a map of sets, whatever is added and removed', () => {
  const items = [{ n: 0 }, { n: 1 }, { n: 2 }] as const
  const step = fc.record({
    what: fc.constantFrom('add', 'remove'),
    name: fc.constantFrom('a', 'b'),
    item: fc.constantFrom(...items),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      const index = new NameIndex<(typeof items)[number]>()
      const model = new Map<string, Set<object>>([
        ['a', new Set()],
        ['b', new Set()],
      ])
      for (const { what, name, item } of steps) {
        if (what === 'add') index.add(name, item)
        else index.remove(name, item)
        if (what === 'add') model.get(name)?.add(item)
        else model.get(name)?.delete(item)
      }
      for (const [name, set] of model) {
        expect(index.of(name)).toEqual([...set])
        expect(index.count(name)).toBe(set.size)
      }
      const named = [...model].filter(([, set]) => set.size > 0).map(([name]) => name)
      expect([...index.names()].toSorted()).toEqual(named)
    }),
  )
})
