import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines, foldEqual, mostDiffLines } from './diff-lines.ts'

const written = (side: 'before' | 'after', a: unknown, b: unknown) =>
  diffLines(a, b)
    .lines.map(line => line[side])
    .filter(text => text !== null)

describe('a diff in lines', () => {
  it('puts both sides of a change on one line', () => {
    const { lines } = diffLines({ a: 1, b: 2 }, { a: 1, b: 3, c: [4] })
    expect(lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['equal', '{', '{'],
      ['equal', '"a": 1', '"a": 1'],
      ['changed', '"b": 2', '"b": 3'],
      ['added', null, '"c": ['],
      ['added', null, '4'],
      ['added', null, ']'],
      ['equal', '}', '}'],
    ])
  })

  it('shows what was added as it is, were it nothing much', () => {
    expect(written('after', {}, { a: 0, b: false, c: '', d: null })).toEqual([
      ...['{', '"a": 0', '"b": false', '"c": ""', '"d": null', '}'],
    ])
  })

  it('has every value of both sides', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (a, b) => {
        const digits = (side: 'before' | 'after') => written(side, a, b).filter(text => /\d/.test(text))
        expect(digits('before')).toEqual(a.map(String))
        expect(digits('after')).toEqual(b.map(String))
      }),
    )
  })

  it('folds what is equal and far from any difference', () => {
    const list = Array.from({ length: 40 }, (_, place) => place)
    const blocks = foldEqual(diffLines(list, list.with(20, -1)).lines)
    expect(blocks.map(block => [block.kind, block.lines.length])).toEqual([
      ['fold', 19],
      ['lines', 5],
      ['fold', 18],
    ])
  })

  it('is bounded for a very large value and a very long text', () => {
    const large = diffLines(
      Array.from({ length: 90_000 }, (_, place) => place),
      [],
    )
    expect([large.lines.length, large.cut]).toEqual([mostDiffLines, true])
    expect(diffLines('x'.repeat(1_000_000), '').lines[0]?.before?.length).toBeLessThan(5_000)
  })
})
