import { DocumentFault } from './document-fault.ts'
import { limits } from './limits.ts'

/** UTF-8 without its byte order mark. Throws a `DocumentFault`. */
export function readText(input: Uint8Array | string): string {
  if (input.length > limits.bytes)
    throw new DocumentFault(`has ${input.length} bytes; at most ${limits.bytes} are read`)
  if (typeof input === 'string') return input.replace(/^\uFEFF/, '')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(input)
  } catch {
    throw new DocumentFault('must be UTF-8')
  }
}

/** Throws a `DocumentFault`. */
export function readJson(text: string): unknown {
  if (isTooDeep(text)) throw new DocumentFault(`is nested more than ${limits.depth} deep`)
  try {
    return JSON.parse(text)
  } catch {
    throw new DocumentFault('is not JSON: it is cut off or damaged')
  }
}

const [quote, backslash] = [0x22, 0x5c]
/** Brackets and braces differ in one bit. */
const [opening, closing, eitherCase] = [0x5b, 0x5d, 0x20]

/** Looked at before parsing, which would build each level. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if ((code & ~eitherCase) === opening) depth += 1
    else if ((code & ~eitherCase) === closing) depth -= 1
    if (depth > limits.depth) return true
  }
  return false
}

/** Where the string that begins at a quote ends. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) return at
    if (code === backslash) at += 1
  }
  return text.length
}
