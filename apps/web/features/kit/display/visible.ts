export interface VisiblePiece {
  readonly text: string
  /** The name of a character that would not be seen otherwise, or would turn the text round. */
  readonly hidden?: string
}

/** Controls, format characters (bidi, zero width), halves of pairs, fillers; the emoji selector is harmless. */
const hiddenPattern = /(?!\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu
const firstPicture = 0x2400
const lastControl = 0x1f
const deleteCode = 0x7f

const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

/** The short name of a control, for where a font has no picture of it; empty for all others. */
export const controlName = (sign: string): string => {
  if (sign === '␡') return 'DEL'
  return controlNames[(sign.codePointAt(0) ?? 0) - firstPicture] ?? ''
}

const codeName = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`

/** The sign that stands for a hidden character: `␀` for a control, `⟨U+202E⟩` for the others. */
function signOf(code: number): string {
  if (code <= lastControl) return String.fromCodePoint(firstPicture + code)
  return code === deleteCode ? '␡' : `⟨${codeName(code)}⟩`
}

/** Cuts a text into what is seen as it is and what has to be made visible. */
export function visiblePieces(text: string): readonly VisiblePiece[] {
  const pieces: VisiblePiece[] = []
  let from = 0
  for (const match of text.matchAll(hiddenPattern)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    const code = match[0].codePointAt(0) ?? 0
    pieces.push({ text: signOf(code), hidden: codeName(code) })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}

/** The same as one string, for attributes and names. */
export const showVisible = (text: string): string =>
  text.replace(hiddenPattern, character => signOf(character.codePointAt(0) ?? 0))

export const hasHiddenCharacters = (text: string): boolean => text.search(hiddenPattern) >= 0

/** At most so many characters, never half of a pair. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  const last = text.charCodeAt(maxChars - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, splitsPair ? maxChars - 1 : maxChars)
}
