import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitsMatchPattern, isWildcard } from './match-pattern.ts'

it.each<[string, string, boolean]>([
  ['derby-1', 'derby-1', true],
  ['derby-1', 'derby-10', false],
  ['*', 'anything', true],
  ['cup-*', 'cup-', true],
  ['cup-*', 'a-cup-1', false],
  ['*-final', 'cup-final', true],
  ['cup-*-final', 'cup-final', false],
  ['cup*p', 'cup', false],
  ['a.b', 'axb', false],
])('%s and %s: %s', (pattern, matchId, fits) => {
  expect(fitsMatchPattern(pattern, matchId)).toBe(fits)
})

it('fits what the same regular expression fits', () => {
  const text = (letters: string) =>
    fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text('ab*'), text('ab'), (pattern, matchId) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(matchId)
      expect(fitsMatchPattern(pattern, matchId)).toBe(expected)
      if (!isWildcard(pattern)) expect(fitsMatchPattern(pattern, pattern)).toBe(true)
    }),
  )
})
