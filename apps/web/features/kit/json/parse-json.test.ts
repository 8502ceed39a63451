import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanJson } from './json-scan.ts'
import { linesOfPaths, parseJson } from './parse-json.ts'

const faultOf = (text: string) => {
  const parsed = parseJson(text)
  return parsed.ok ? null : [parsed.line, parsed.column, parsed.message]
}

describe('parsing', () => {
  it('names line and column of the first fault', () => {
    expect(faultOf('{\n  "a": 1,\n  b: 2\n}')).toEqual([3, 3, 'Here should be a name in double quotes'])
    expect(faultOf('[1 2]')).toEqual([1, 4, 'Here should be a comma or the end of the list or object'])
    expect(faultOf('{"a":')).toEqual([1, 6, 'It ends where a value should be'])
    expect(faultOf('"a\nb"')?.[1]).toBe(1)
    expect(faultOf('')).toEqual([1, 1, 'It ends where a value should be'])
    expect(faultOf('{} x')).toEqual([1, 4, 'Here should be nothing more'])
    expect(faultOf('[1,]')).toEqual([1, 4, 'Here should be a value'])
    expect(faultOf('01')?.[0]).toBe(1)
  })

  it('finds a fault exactly where the engine refuses', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', ']', '"', 'x', ':', ' '),
        (json, at, put) => {
          const place = at % (json.length + 1)
          const text = json.slice(0, place) + put + json.slice(place + 1)
          let engine = true
          try {
            JSON.parse(text)
          } catch {
            engine = false
          }
          expect(scanJson(text, () => undefined) === null).toBe(engine)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('ends for what is nested a hundred thousand deep', () => {
    expect(scanJson('['.repeat(100_000), () => undefined)?.offset).toBe(100_000)
  })

  it('takes a text of a million characters, closed or not', () => {
    const long = 'x'.repeat(1_000_000)
    expect(scanJson(`"${long}"`, () => undefined)).toBeNull()
    expect(scanJson(`["${long}`, () => undefined)?.offset).toBe(1)
    expect(scanJson('"a\\q"', () => undefined)?.offset).toBe(0)
  })

  it('finds the line of a path, or of the parent that is there', () => {
    const text = JSON.stringify({ a: 1, b: { c: [1, 2] } }, null, 2)
    const lines = linesOfPaths(text, ['/b/c/1', '/b/missing', '/a'])
    expect([...lines]).toEqual([
      ['/b/c/1', 6],
      ['/b/missing', 3],
      ['/a', 2],
    ])
  })
})

it.each([']'.repeat(5_000), ''])('says where a text is nested too deep, whole or broken off', end => {
  const message = 'This is nested deeper than 200'
  expect(parseJson(`\n${'['.repeat(5_000)}${end}`)).toEqual({ ok: false, message, line: 2, column: 201 })
  expect(parseJson('['.repeat(200) + ']'.repeat(200))).toMatchObject({ ok: true })
})
