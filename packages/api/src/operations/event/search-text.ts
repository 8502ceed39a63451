import { searchWords, type WordQuery } from '@touchline/db'

/** One or several words in a row; several are a phrase. Letters, digits and single spaces alone. */
export interface SearchTerm {
  readonly words: string
  readonly isExcluded: boolean
  /** The word may go on. */
  readonly isPrefix: boolean
}

/** What is looked for: all terms of any one group. Each group has a term that is not excluded. */
export type SearchText = readonly (readonly SearchTerm[])[]

export type ReadText =
  | { readonly ok: true; readonly groups: SearchText }
  | { readonly ok: false; readonly message: string }

const maxTerms = 20

/**
 * Reads text as people write it into search boxes: words, "phrases", -left -out, and `or`. The last word, unless a space
 * or a quote ends it, may be the beginning of one. Pure.
 */
export function readSearchText(text: string): ReadText {
  const tokens = text.match(/-?"[^"]*"?|\S+/gu) ?? []
  const groups: SearchTerm[][] = [[]]
  tokens.forEach((token, index) => {
    if (/^or$/i.test(token)) groups.push([])
    else groups.at(-1)?.push(...termsOf(token, index === tokens.length - 1 && text.endsWith(token)))
  })
  const full = groups.filter(group => group.length > 0)
  if (full.length === 0) return { ok: false, message: 'has no word to look for' }
  if (full.flat().length > maxTerms) return { ok: false, message: `has more than ${maxTerms} words` }
  if (full.some(group => group.every(term => term.isExcluded)))
    return { ok: false, message: 'says only what to leave out: give a word to look for as well' }
  return { ok: true, groups: full }
}

function termsOf(token: string, isLast: boolean): SearchTerm[] {
  const isExcluded = token.startsWith('-')
  const words = searchWords(token)
  if (words === '') return []
  if (isExcluded || token.includes('"')) return [{ words, isExcluded, isPrefix: false }]
  return words.split(' ').map((word, index, all) => ({
    words: word,
    isExcluded: false,
    isPrefix: isLast && index === all.length - 1,
  }))
}

/** As PostgreSQL takes it. */
export function toWordQuery(groups: SearchText): WordQuery {
  const last = groups.at(-1) ?? []
  const prefix = last.find(term => term.isPrefix)
  if (!prefix) return { whole: anyOf(groups), rest: '', prefix: '' }
  const rest = last.filter(term => term !== prefix)
  return { whole: anyOf(groups.slice(0, -1)), rest: allOf(rest), prefix: prefix.words }
}

const anyOf = (groups: SearchText): string => groups.map(allOf).join(' or ')
/** Quoted: so a word is a word, whatever it means to the parser. */
const allOf = (terms: readonly SearchTerm[]): string =>
  terms.map(({ words, isExcluded }) => `${isExcluded ? '-' : ''}"${words}"`).join(' ')
