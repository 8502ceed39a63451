import { describe, expect, it } from 'vitest'
import { clockFrom, delayFrom, typedClock } from './watch-place.ts'

describe('the place that an address asks for', () => {
  it('is a match clock, or the whole match', () => {
    expect(clockFrom('63:00')).toBe('63:00')
    for (const text of [null, '', '63', '63:61', '1234:00', 'live', "63:00'"])
      expect(clockFrom(text)).toBe('start')
  })

  it('is at most a minute behind', () => {
    expect(delayFrom('12')).toBe(12)
    expect(delayFrom('999')).toBe(60)
    for (const text of [null, '', '-5', '1.5', 'x', '1e9']) expect(delayFrom(text)).toBe(0)
  })
})

it.each([
  ['63', '63:00'],
  ['63:30', '63:30'],
  ['063.15 ', '63:15'],
  ["63'", '63:00'],
  ['now', null],
  ['63:75', null],
  ['', null],
])('%j is typed for %s', (text, clock) => {
  expect(typedClock(text)).toBe(clock)
})
