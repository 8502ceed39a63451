import { createHash } from 'node:crypto'

/** A strong entity tag: the same text, byte for byte, and no other, has it (RFC 9110, 8.8.3). */
export const entityTagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`

const weakPrefix = /^W\//
const maxHeaderChars = 4_096

/** Whether If-None-Match names the tag; compared weakly, as that header is (RFC 9110, 13.1.2). */
export function isNamed(ifNoneMatch: string | undefined, entityTag: string): boolean {
  if (ifNoneMatch === undefined || ifNoneMatch.length > maxHeaderChars) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some(named => named.trim().replace(weakPrefix, '') === entityTag)
}
