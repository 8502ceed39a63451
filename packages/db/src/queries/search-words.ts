/** Raised whenever the same text would give other words: what is indexed is then indexed anew, behind the hot path. */
export const searchWordsVersion = 2

/** Letters that Unicode does not take apart, as people type them on a keyboard without them. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ɖ: 'd', þ: 'th', ı: 'i', ȷ: 'j' },
  ...{ ħ: 'h', ŋ: 'n', ŧ: 't', ĸ: 'k', ɓ: 'b', ƈ: 'c', ɗ: 'd', ɠ: 'g', ƙ: 'k', ɲ: 'n', ƥ: 'p', ƭ: 't' },
  ...{ ə: 'e', ɛ: 'e', ɔ: 'o', ƴ: 'y', ȥ: 'z', ƀ: 'b', ɨ: 'i', ʉ: 'u', ʻ: '', ʼ: '', ʹ: '' },
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

/** Apostrophes, and what is typed in their place: within a name they are no gap. */
const apostrophes = /(?<=\p{L})['’‘‛ʼʻ´`′＇ʹ](?=\p{L})/gu

/**
 * Text as the search knows it, at indexing and in questions alike: letters and digits in lower case, without accents,
 * one space between words, and O’Brien one word. Idempotent; for any text.
 */
export function searchWords(text: string): string {
  if (isPlain(text)) return plainWords(text)
  const joined = text
    .toWellFormed()
    .replace(/\p{Cf}+/gu, '')
    .replace(apostrophes, '')
  // A letter in lower case may be one to be replaced, and a replaced one may have an accent left.
  return folded(folded(joined))
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** ASCII, as nearly all text is. The rules for any text come to the same, at twenty times the price. */
const isPlain = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?<=[a-z])['`](?=[a-z])/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(special, letter => plainLetters[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/g, '')
    .normalize('NFC')

/** What a text is found by: its words, and where an apostrophe joins some, all with gaps too: `o neill`, `equipe`. */
export function indexedWords(text: string): string {
  const parted = text.replace(apostrophes, ' ')
  return searchWords(parted === text ? text : `${text} ${parted}`)
}
