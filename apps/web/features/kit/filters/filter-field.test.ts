import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  acceptValue,
  describeFilter,
  type FilterField,
  isFiltered,
  rangeOf,
  scopeOf,
  withValue,
} from './filter-field.ts'

const stage: FilterField = {
  name: 'stage',
  label: 'Stage',
  kind: 'many',
  options: ['parse', 'store', 'relay', 'send'].map(value => ({ value, label: value.toUpperCase() })),
}
const when: FilterField = { name: 'when', label: 'Seen', kind: 'time-range' }
const text: FilterField = { name: 'q', label: 'Text', kind: 'text' }

describe('time ranges', () => {
  it('are a preset, or from and to with one of them open', () => {
    expect(rangeOf('1h', 7_200_000)).toEqual({ fromMs: 3_600_000 })
    expect(rangeOf('2026-01-01T00:00:00Z..', 0)).toEqual({ fromMs: Date.UTC(2026, 0, 1) })
    expect(rangeOf('..2026-01-01T00:00:00Z', 0)).toEqual({ toMs: Date.UTC(2026, 0, 1) })
  })
  it('are nothing for nonsense and for what ends before it begins', () => {
    for (const value of ['', '..', 'x..y', '1w', 'a', '2026-01-02..2026-01-01', '1..2..3', undefined, ['1h']])
      expect(rangeOf(value, 0)).toBeNull()
  })
})

describe('values from a URL', () => {
  it('lose what is unknown', () => {
    expect(acceptValue(stage, ['parse', 'nonsense', 'parse'])).toEqual(['parse'])
    expect(acceptValue(stage, 'store')).toEqual(['store'])
    expect(acceptValue(stage, ['nonsense'])).toBeUndefined()
    expect(acceptValue({ ...stage, kind: 'choice' }, 'nonsense')).toBeUndefined()
    expect(acceptValue(when, 'nonsense')).toBeUndefined()
    expect(acceptValue(text, 'x'.repeat(9_999))).toHaveLength(500)
  })
  it('never throw and are accepted as they came out', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(stage, when, text),
        fc.oneof(fc.string(), fc.array(fc.string())),
        (field, value) => {
          const once = acceptValue(field, value)
          expect(acceptValue(field, once)).toEqual(once)
        },
      ),
    )
  })
})

describe('a filter', () => {
  it('has one scope whatever the order of its fields', () => {
    expect(scopeOf({ b: '1', a: ['x'], c: undefined })).toBe(scopeOf({ a: ['x'], b: '1', d: [] }))
    expect(isFiltered({ a: undefined, b: [], c: '' })).toBe(false)
    expect(withValue({ a: '1' }, 'a', [])).toEqual({})
  })
  it('is told by names, a few of them', () => {
    expect(describeFilter(stage, ['parse', 'store', 'relay'])).toBe('Stage: PARSE, STORE + 1')
    expect(describeFilter(when, '15m')).toBe('Seen: last 15 min')
    expect(describeFilter(when, '2026-01-01..')).toBe('Seen: since 2026-01-01')
  })
})
