import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FreshState, receiveRows, showFreshRows, startFresh } from './fresh-rows.ts'

interface Row {
  readonly id: string
  readonly text: string
}
const rules = { key: (row: Row) => row.id, sameAs: (a: Row, b: Row) => a.text === b.text }
const row = (id: string, text = ''): Row => ({ id, text })
const rowsOf = (ids: string) => [...ids].map(id => row(id))
const shownIds = (state: FreshState<Row>) => state.shown.map(one => one.id).join('')
const receive = (state: FreshState<Row>, rows: readonly Row[], more = {}) =>
  receiveRows(state, { rows, scope: '', held: false, auto: false, ...more }, rules)

describe('fresh rows', () => {
  const start = startFresh(rowsOf('abc'), '')

  it('holds new ones back and counts them', () => {
    const next = receive(start, rowsOf('xyabc'))
    expect(shownIds(next)).toBe('abc')
    expect(next.fresh).toBe(2)
    const shown = showFreshRows(next, rules)
    expect(shownIds(shown)).toBe('xyabc')
    expect([shown.marks.get('x'), shown.marks.get('a'), shown.fresh]).toEqual(['new', undefined, 0])
  })

  it('counts one that arrives between others, too', () => {
    expect(receive(start, rowsOf('abxc')).fresh).toBe(1)
  })

  it('changes in place and keeps the object of what did not change', () => {
    const next = receive(start, [row('a'), row('b', 'changed'), row('c')])
    expect(next.shown[1]?.text).toBe('changed')
    expect(next.shown[0]).toBe(start.shown[0])
    expect(next.marks.get('b')).toBe('changed')
    expect(receive(start, rowsOf('abc')).shown).toBe(start.shown)
  })

  it('keeps what is gone, marked, until shown anew', () => {
    const next = receive(start, rowsOf('ac'))
    expect(shownIds(next)).toBe('abc')
    expect([next.gone, next.fresh, next.marks.get('b')]).toEqual([1, 0, 'gone'])
    expect(shownIds(showFreshRows(next, rules))).toBe('ac')
  })

  it('takes for gone only what a window would still show, and nothing that was pushed out of it', () => {
    const next = receive(start, rowsOf('xya'), { isWindow: true })
    expect([shownIds(next), next.gone, next.fresh]).toEqual(['abc', 0, 2])
    const without = receive(start, rowsOf('xac'), { isWindow: true })
    expect([without.gone, without.fresh, without.marks.get('b')]).toEqual([1, 1, 'gone'])
    const all = receive(start, rowsOf('xyz'), { isWindow: true })
    expect([shownIds(all), all.gone, all.fresh]).toEqual(['abc', 0, 3])
    expect(receive(start, rowsOf('xya')).gone).toBe(2)
  })

  it('lets a row that comes back be there again', () => {
    const back = receive(receive(start, rowsOf('ac')), rowsOf('abc'))
    expect([back.gone, back.marks.get('b')]).toEqual([0, undefined])
  })

  it('appends pages at the end at once, also while held', () => {
    const next = receive(start, rowsOf('xabcde'), { held: true })
    expect(shownIds(next)).toBe('abcde')
    expect(next.fresh).toBe(1)
  })

  it('replaces everything for another filter, even while held', () => {
    expect(shownIds(receive(start, rowsOf('xy'), { scope: 'match=2', held: true }))).toBe('xy')
  })

  it('shows the first rows of an empty list, and new ones by itself where asked', () => {
    expect(shownIds(receive(startFresh<Row>([], ''), rowsOf('ab')))).toBe('ab')
    expect(shownIds(receive(start, rowsOf('xabc'), { auto: true }))).toBe('xabc')
    expect(shownIds(receive(start, rowsOf('xabc'), { auto: true, held: true }))).toBe('abc')
    expect(shownIds(receive(start, rowsOf('ac'), { auto: true }))).toBe('ac')
  })

  it('never moves or loses a row while held, whatever arrives', () => {
    const anyRows = fc.uniqueArray(
      fc.record({ id: fc.constantFrom(...'abcdefghij'), text: fc.constantFrom('', 'x') }),
      { selector: one => one.id },
    )
    fc.assert(
      fc.property(anyRows, fc.array(fc.tuple(anyRows, fc.boolean()), { maxLength: 8 }), (first, later) => {
        let state = startFresh<Row>(first, '')
        for (const [rows, auto] of later) {
          const before = state.shown.map(rules.key)
          state = receive(state, rows, { held: true, auto })
          expect(state.shown.slice(0, before.length).map(rules.key)).toEqual(before)
        }
      }),
    )
  })

  it('shows each row once and ends at the newest list', () => {
    const anyRows = fc.uniqueArray(fc.constantFrom(...'abcdefghij'))
    fc.assert(
      fc.property(fc.array(anyRows, { minLength: 1, maxLength: 8 }), lists => {
        let state = startFresh<Row>([], '')
        for (const ids of lists) {
          state = receive(
            state,
            ids.map(id => row(id)),
          )
          const ids_ = state.shown.map(rules.key)
          expect(new Set(ids_).size).toBe(ids_.length)
          expect(state.fresh).toBe(ids.filter(id => !ids_.includes(id)).length)
        }
        expect(showFreshRows(state, rules).shown.map(rules.key)).toEqual(lists.at(-1))
      }),
    )
  })
})
