/** Characters no reader can see: bidi overrides, zero-width, soft hyphens. Whole flags (England…) may stay. */
const invisible = /(\u{1F3F4}[\u{E0020}-\u{E007E}]{1,6}\u{E007F})|\p{Cf}/gv
const controls = /[\p{Cc}--\s]/gv
const ampersands = /&(?:(?:amp|#0*38|#x0*26);)+/gi
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi
const hiddenElement = /<(script|style)\b[^<>]*>[^<]*<\/\1\s*>/gi
const tag = /<[a-z/!?][^<>]*>/gi
const breakingTag = /^<\/?(?:br|p|div|li|ul|ol|tr|td|h[1-6])\b/i
const tagStart = /<+(?=[a-z/!?])/gi
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const maxPasses = 8
/** Markup that is longer than the text it may leave is hostile rather than rich. */
const markupAllowance = 4

/**
 * What a stranger wrote, as plain text of one line: no markup, nothing invisible, NFC, at most `maxLength` UTF-16
 * units. Idempotent. Nested escapes are unwrapped until nothing changes; text that will not settle in a few
 * passes loses every `<` and `&`.
 */
export function sanitiseText(text: string, maxLength: number): string {
  let current = text.slice(0, maxLength * markupAllowance).toWellFormed()
  for (let pass = 0; pass < maxPasses; pass++) {
    const next = truncate(onePass(current), maxLength * markupAllowance)
    if (next === current) return settle(current, maxLength)
    current = next
  }
  return truncate(tidy(current.replace(/[<&]|\p{Cf}/gu, '')), maxLength)
}

/** Cutting can leave half a flag, whose rest is invisible; a second look takes it. */
function settle(text: string, maxLength: number): string {
  return truncate(tidy(truncate(text, maxLength)), maxLength)
}

const onePass = (text: string): string =>
  tidy(text)
    .replace(ampersands, '&')
    .replace(entity, decodeEntity)
    .replace(hiddenElement, ' ')
    .replace(tag, found => (breakingTag.test(found) ? ' ' : ''))
    .replace(tagStart, '')

const tidy = (text: string): string =>
  text.replace(invisible, '$1').replace(controls, '').normalize('NFC').replace(/\s+/g, ' ').trim()

function decodeEntity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? whole
  const codePoint = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff)
  return isCharacter ? String.fromCodePoint(codePoint) : ''
}

function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(maxLength - 1))
  return text.slice(0, splitsPair ? maxLength - 1 : maxLength).trimEnd()
}
