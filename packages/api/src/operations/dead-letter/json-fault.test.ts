import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findJsonFault } from './json-fault.ts'

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

it('finds a fault exactly where JSON.parse refuses', () => {
  const mutated = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom(
        '',
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '0',
        '-',
        '\\',
        '\n',
        'e',
        '\u0001',
        '\u007f',
        'é',
      ),
      fc.boolean(),
    )
    .map(([text, at, character, replaces]) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + character + text.slice(place + (replaces ? 1 : 0))
    })
  fc.assert(
    fc.property(fc.oneof(mutated, fc.json(), fc.string({ unit: 'binary' })), text => {
      expect([text, findJsonFault(text) === undefined]).toEqual([text, isJson(text)])
    }),
    { numRuns: 5_000 },
  )
})

it('says where, and quotes nothing', () => {
  const faults: [string, object][] = [
    ['', { line: 1, column: 1, message: 'the text ends too early' }],
    ['{\n  "a": tru\n}', { line: 2, column: 8, message: 'expected a value' }],
    ['{"a":1,}', { line: 1, column: 8, message: 'expected a name in double quotes' }],
    ['{"a" 1}', { line: 1, column: 6, message: 'expected ":" after the name' }],
    ['[1 2]', { line: 1, column: 4, message: 'expected "," or the closing bracket' }],
    ['{"a":"x\ny"}', { line: 1, column: 8, message: 'a control character has to be escaped' }],
    ['{"secret":"\\q"}', { line: 1, column: 12, message: 'this escape is not known' }],
    ['{} x', { line: 1, column: 4, message: 'the text goes on after its value' }],
    ['"abc', { line: 1, column: 5, message: 'the text ends within quotes' }],
  ]
  for (const [text, fault] of faults) expect(findJsonFault(text)).toEqual(fault)
})

it('ends at once on a mebibyte of anything', () => {
  const began = performance.now()
  for (const unit of ['[', '{"a":', '"', '1,', '\\"', 'a', '[1],'])
    findJsonFault(unit.repeat(1_048_576 / unit.length))
  findJsonFault(`"${'a'.repeat(1_048_576)}"`)
  findJsonFault(`"${'\\n'.repeat(524_288)}"`)
  expect(performance.now() - began).toBeLessThan(3_000)
})
