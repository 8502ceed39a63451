import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSearchText, toWordQuery } from './search-text.ts'

function queryOf(text: string) {
  const read = readSearchText(text)
  return read.ok ? toWordQuery(read.groups) : read.message
}

describe('text as people write it', () => {
  it.each([
    ['goal Müller', '', '"goal"', 'muller'],
    ['goal Muller ', '"goal" "muller"', '', ''],
    ['goal-scored', '', '"goal"', 'scored'],
    ['"own goal" -penalty', '"own goal" -"penalty"', '', ''],
    ['goal or card', '"goal"', '', 'card'],
    ['or', 'has no word to look for', '', ''],
    ['goal "or"', '"goal" "or"', '', ''],
    ['goal "half', '"goal" "half"', '', ''],
    ["o'neil <b>", '', '"oneil"', 'b'],
    ['o’neil ødegaard', '', '"oneil"', 'odegaard'],
    ['ゴール', '', '', 'ゴール'],
  ])('%s', (text, whole, rest, prefix) => {
    const query = queryOf(text)
    if (typeof query === 'string') expect(query).toBe(whole)
    else expect(query).toEqual({ whole, rest, prefix })
  })

  it.each([
    ['!!! ---', 'has no word to look for'],
    ['-goal', 'says only what to leave out: give a word to look for as well'],
    ['goal or -card', 'says only what to leave out: give a word to look for as well'],
    ['w '.repeat(21), 'has more than 20 words'],
  ])('%s is a fault', (text, message) => {
    expect(queryOf(text)).toBe(message)
  })

  it('never lets through what would be syntax', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        const query = queryOf(text)
        if (typeof query === 'string') return
        expect(query.prefix).toMatch(/^[\p{L}\p{N}\p{M}]*$/u)
        expect(`${query.whole} or ${query.rest}`).toMatch(/^((-?"[\p{L}\p{N}\p{M} ]+"| or | )*)$/u)
      }),
    )
  })
})
