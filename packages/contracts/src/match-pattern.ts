import { z } from 'zod'

/** Ids of matches: one id, or a pattern in which `*` stands for any characters. */
export const matchPatternSchema = z
  .string()
  .regex(/^[A-Za-z0-9._*-]{1,64}$/, 'must be 1 to 64 letters, digits, ".", "_", "-" or "*"')

export const isWildcard = (pattern: string): boolean => pattern.includes('*')

/** Linear in the text, however many stars a pattern has. */
export function fitsMatchPattern(pattern: string, matchId: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return matchId === pattern
  const last = rest.pop() ?? ''
  if (!matchId.startsWith(first) || !matchId.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = matchId.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= matchId.length - last.length
}
