import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffJson } from './diff-json.ts'
import { compareThree, mergeJson3 } from './merge-json.ts'

describe('the diff of two values', () => {
  it('names each path by what happened to it', () => {
    expect(diffJson({ a: 1, b: [1, 2], c: 'x' }, { a: 2, b: [1, 2, 3], d: true })).toEqual([
      { path: '/a', kind: 'changed', before: 1, after: 2 },
      { path: '/b/2', kind: 'added', after: 3 },
      { path: '/c', kind: 'removed', before: 'x' },
      { path: '/d', kind: 'added', after: true },
    ])
  })

  it('sees a change of type, and null as a value of its own', () => {
    expect(diffJson({ a: '1' }, { a: 1 })).toHaveLength(1)
    expect(diffJson({ a: null }, {})).toEqual([{ path: '/a', kind: 'removed', before: null }])
    expect(diffJson({ a: [] }, { a: {} })[0]?.kind).toBe('changed')
  })

  it('knows again what moved, but not what is too small to be known', () => {
    expect(diffJson({ scorer: { id: 7 } }, { player: { id: 7 } })).toEqual([
      { path: '/player', kind: 'moved', from: '/scorer', before: { id: 7 }, after: { id: 7 } },
    ])
    expect(diffJson({ a: 0 }, { b: 0 }).map(change => change.kind)).toEqual(['removed', 'added'])
  })

  it('finds one item taken out of a list, not a change of all behind it', () => {
    expect(diffJson([1, 2, 3, 4], [1, 3, 4])).toEqual([{ path: '/1', kind: 'removed', before: 2 }])
  })

  it('escapes names, and takes names of the prototype as names', () => {
    expect(diffJson({}, { 'a/b~c': 1 })[0]?.path).toBe('/a~1b~0c')
    expect(diffJson({}, JSON.parse('{"__proto__":{"x":1},"constructor":2}'))).toHaveLength(2)
  })

  it('is empty for equals and only for them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(diffJson(a, structuredClone(a))).toEqual([])
        const written = (value: unknown) => JSON.stringify(value)
        if (written(a) !== written(b) && typeof a !== 'object') expect(diffJson(a, b)).not.toEqual([])
      }),
    )
  })

  it('ends for what is nested without end', () => {
    const deep = (end: number) => {
      let value: unknown = end
      for (let depth = 0; depth < 50_000; depth += 1) value = [value]
      return value
    }
    expect(diffJson(deep(1), deep(2))).toHaveLength(1)
  })
})

describe('three ways', () => {
  const base = { score: 1, team: 'home', list: [1, 2], keep: true }

  it('takes both sides where they agree or only one changed', () => {
    const mine = { ...base, score: 2 }
    const theirs = { ...base, team: 'away', list: [1, 3] }
    expect(mergeJson3(base, mine, theirs)).toEqual({
      merged: { score: 2, team: 'away', list: [1, 3], keep: true },
      conflicts: [],
    })
    expect(compareThree(base, mine, theirs).map(row => [row.path, row.kind])).toEqual([
      ['/score', 'mine'],
      ['/team', 'theirs'],
      ['/list/1', 'theirs'],
    ])
  })

  it('tells where they disagree and keeps mine', () => {
    const { merged, conflicts } = mergeJson3(base, { ...base, score: 2 }, { ...base, score: 3 })
    expect(merged).toMatchObject({ score: 2 })
    expect(conflicts).toEqual([{ path: '/score', kind: 'conflict', base: 1, mine: 2, theirs: 3 }])
  })

  it('lets a removal meet a change as a conflict', () => {
    expect(mergeJson3({ a: 1 }, {}, { a: 2 }).conflicts).toHaveLength(1)
    expect(mergeJson3({ a: 1 }, {}, { a: 1 }).merged).toEqual({})
  })

  it('is the other side when one changed nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(mergeJson3(a, b, a)).toEqual({ merged: b, conflicts: [] })
        expect(mergeJson3(a, a, b)).toEqual({ merged: b, conflicts: [] })
      }),
    )
  })
})
