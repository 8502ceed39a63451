import fc from 'fast-check'
import { expect, it } from 'vitest'
import { indexedWords, searchWords } from './search-words.ts'

it.each([
  ['Ødegaard', 'odegaard'],
  ['Çakır', 'cakir'],
  ['Çalhanoğlu İlkay', 'calhanoglu ilkay'],
  ['CAKIR', 'cakir'],
  ['Jakub Błaszczykowski', 'jakub blaszczykowski'],
  ["O'Brien", 'obrien'],
  ['O’Brien', 'obrien'],
  ['OʼBrien', 'obrien'],
  ['O´Brien', 'obrien'],
  ['Đặng Văn Lâm', 'dang van lam'],
  ['Đ\u0103ng', 'dang'],
  ['Großkreutz', 'grosskreutz'],
  ['GROẞKREUTZ', 'grosskreutz'],
  ['Kjær', 'kjaer'],
  ['Sæþór Guðjohnsen', 'saethor gudjohnsen'],
  ['Œuvre', 'oeuvre'],
  ['Thomas Müller', 'thomas muller'],
  ['Saint-Étienne', 'saint etienne'],
  ['ﬁnal', 'final'],
  ['a\u00adb \u200bc', 'ab c'],
  ['李小龙', '李小龙'],
  ['\ud83d', ''],
])('%s is %s', (text, words) => {
  expect(searchWords(text)).toBe(words)
})

it('finds a name by the part behind its apostrophe too', () => {
  expect(indexedWords('J. O’Neill scores')).toBe('j oneill scores j o neill scores')
  expect(indexedWords("l'équipe")).toBe('lequipe l equipe')
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(..."aøßÆİıŁđþ'’´ -\u0301\u0307\u0323ŉǰẞ"), maxLength: 20 }),
)

it('is idempotent, and leaves letters, digits, marks and single spaces', () => {
  fc.assert(
    fc.property(anyText, text => {
      const words = searchWords(text)
      expect(searchWords(words)).toBe(words)
      expect(words).toMatch(/^$|^[\p{L}\p{N}\p{M}]+( [\p{L}\p{N}\p{M}]+)*$/u)
    }),
    { numRuns: 3_000 },
  )
})

it('takes ASCII as it takes any other text', () => {
  const ascii = fc.string({ unit: fc.constantFrom(..."aZ09'`  -_.@\t\0\x7f"), maxLength: 40 })
  fc.assert(
    fc.property(fc.oneof(ascii, fc.string({ unit: 'binary-ascii', maxLength: 60 })), text => {
      expect(`e ${searchWords(text)}`.trim()).toBe(searchWords(`é ${text}`))
    }),
    { numRuns: 3_000 },
  )
})

it('lets the words of a question find the text they were taken from, typed as it is or folded', () => {
  fc.assert(
    fc.property(anyText, text => {
      const indexed = indexedWords(text).split(' ')
      for (const word of searchWords(text).split(' ')) expect(indexed).toContain(word)
      expect(indexedWords(text).startsWith(searchWords(text))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
