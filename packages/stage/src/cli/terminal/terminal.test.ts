import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localTime } from './local-time.ts'
import { countsText, tableLines } from './table.ts'
import { fit, visible, visibleJson } from './visible.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 80 })

describe('text from outside', () => {
  it('can not drive a terminal', () => {
    expect(visible('a\u001b[2Jb\u009b1mc\nd\u202ee\u200bf')).toBe(
      'a\\u{1b}[2Jb\\u{9b}1mc\\nd\\u{202e}e\\u{200b}f',
    )
    fc.assert(
      fc.property(anyText, text => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect([...fit(text, 20)].length).toBeLessThanOrEqual(20)
      }),
    )
  })

  it('can not drive it in JSON either, and reads back the same', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, anyText), value => {
        const json = visibleJson(value)
        expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('that is harmless stays as it is', () => {
    expect(visible('Gôl! 得点 ⚽ "x" \\ é')).toBe('Gôl! 得点 ⚽ "x" \\ é')
  })
})

describe('a table', () => {
  it('keeps its columns whatever stands in them', () => {
    const columns = [
      { title: 'ID', width: 3 },
      { title: 'TEXT', width: 6 },
    ]
    expect(tableLines(columns, [['1', 'ab\ncdef'], ['12345']])).toEqual(['ID   TEXT', '1    ab\\nc…', '12…'])
  })

  it('counts what there is', () => {
    expect(countsText({ dead: 2, recovered: 0, expired: 1 })).toBe('dead 2, expired 1')
    expect(countsText({})).toBe('none')
  })
})

it('times tell their offset', () => {
  const text = localTime('2026-05-01T19:00:05.123Z')
  expect(text).toMatch(/^2026-0[45]-\d\d \d\d:\d\d:05[+-]\d\d:\d\d$/)
  expect(Date.parse(text.replace(' ', 'T'))).toBe(Date.parse('2026-05-01T19:00:05Z'))
})
