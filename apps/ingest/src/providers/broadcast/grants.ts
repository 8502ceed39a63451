import type { Partner } from './partner-book.ts'

/**
 * Which matches a partner may write. Asked once per match and request, before the events are judged, so it answers
 * from memory. It never tells whether a match exists.
 */
export interface Grants {
  mayWrite(partner: Partner, matchId: string): boolean | Promise<boolean>
}

/** By the patterns in the partners' settings. */
export const patternGrants: Grants = {
  mayWrite: ({ matches }, matchId) => matches.some(pattern => fitsPattern(pattern, matchId)),
}

/** Linear in the text, however many stars a pattern has. */
function fitsPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return text === pattern
  const last = rest.pop() ?? ''
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}
