/** Nesting that no message of ours comes near: a call's input is three or four levels deep. */
const maxDepth = 32

/** What a message holds, as far as it has to be known before it is worth parsing. */
export type MessageShape =
  | { readonly tag: 'fine'; readonly operations: number }
  | { readonly tag: 'too-many' | 'too-deep' }

/**
 * Counts a message's operations, the items of its outermost array, in one look at each character, and looks no further
 * than the limit. Text that is no JSON counts as one operation: whoever parses it finds out.
 */
export function shapeOf(text: string, maxOperations: number): MessageShape {
  let operations = 1
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at)
        break
      case openArray:
      case openObject:
        if (++depth > maxDepth) return { tag: 'too-deep' }
        break
      case closeArray:
      case closeObject:
        depth--
        break
      case comma:
        if (depth === 1 && isArray(text) && ++operations > maxOperations) return { tag: 'too-many' }
        break
    }
  }
  return { tag: 'fine', operations }
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

const isArray = (text: string): boolean => /^\s*\[/.test(text)

/** Where the string that begins here is closed, or the text's end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at
    if (code === backslash) at++
  }
  return text.length
}
