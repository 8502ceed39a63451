import type { Masked } from './mask.ts'

/** Bytes as an operator may see them. */
export interface RawView {
  readonly bytes: number
  /** What they look like by their first bytes. */
  readonly kind: RawKind
  /** Null where the bytes are not UTF-8, or may not be shown. */
  readonly text: string | null
  /** Null where something in the bytes is hidden: they would tell it. */
  readonly base64: string | null
}

export type RawKind = 'empty' | 'json' | 'xml' | 'utf-16' | 'gzip' | 'text' | 'binary'

export interface ShownBytes {
  readonly raw: RawView
  /** What the bytes hold as JSON, masked; undefined where they are none. */
  readonly payload: unknown
  readonly hiddenPaths: readonly string[]
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What is nested deeper is not taken for JSON: it is no event, and few programs could write it down again. */
export const maxJsonDepth = 200

/**
 * A record's bytes as who has not revealed them may see them: JSON with what is not public masked; of all else, and of
 * what JSON can't be read from to its end, the length and the kind alone. Never throws.
 */
export function showBytes(raw: Uint8Array, mask: (value: unknown) => Masked): ShownBytes {
  const text = textOf(raw)
  const payload = text === null ? undefined : jsonOf(text)
  const known = { bytes: raw.byteLength, kind: kindOf(raw, text) }
  if (payload === undefined) {
    const hiddenPaths = raw.byteLength === 0 ? [] : ['(root)']
    return { raw: { ...known, text: null, base64: null }, payload: undefined, hiddenPaths }
  }
  const { masked, hidden } = mask(payload)
  const shown = JSON.stringify(masked)
  // Written otherwise, or with a name given twice, the bytes may say more than what was read from them.
  const base64 = hidden.length === 0 && shown === text ? Buffer.from(raw).toString('base64') : null
  return { raw: { ...known, text: shown, base64 }, payload: masked, hiddenPaths: hidden }
}

/** A record's bytes as they are, for who has revealed them. */
export function revealBytes(raw: Uint8Array): ShownBytes {
  const text = textOf(raw)
  const base64 = Buffer.from(raw).toString('base64')
  return {
    raw: { bytes: raw.byteLength, kind: kindOf(raw, text), text, base64 },
    payload: text === null ? undefined : jsonOf(text),
    hiddenPaths: [],
  }
}

/** Tells nothing but the kind, by the first bytes. */
function kindOf(raw: Uint8Array, text: string | null): RawKind {
  if (raw.byteLength === 0) return 'empty'
  if (raw[0] === 0x1f && raw[1] === 0x8b) return 'gzip'
  if (isUtf16(raw)) return 'utf-16'
  const start = text?.slice(0, 64)
  if (start === undefined || start.includes('\u0000')) return 'binary'
  const [first] = start.match(/[^\s\ufeff]/) ?? []
  if (first === '{' || first === '[' || first === '"') return 'json'
  return first === '<' ? 'xml' : 'text'
}

/** By its mark, or by a zero in every other of its first bytes. */
function isUtf16(raw: Uint8Array): boolean {
  const [first = 0, second = 0] = raw
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  const zeros = [0, 1].map(odd => raw.subarray(0, 16).every((byte, at) => at % 2 !== odd || byte === 0))
  return raw.byteLength >= 4 && zeros[0] !== zeros[1]
}

export function textOf(raw: Uint8Array): string | null {
  try {
    return utf8.decode(raw)
  } catch {
    return null
  }
}

/** A text's JSON; undefined where it is none, or too deep. */
export function jsonOf(text: string): unknown {
  if (isTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Counts brackets, those in texts too: what is refused in error is only hidden as a whole. */
export function isTooDeep(text: string): boolean {
  if (countUpTo(text, '{') + countUpTo(text, '[') <= maxJsonDepth) return false
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index)
    if (character === 0x7b || character === 0x5b) depth += 1
    else if (character === 0x7d || character === 0x5d) depth -= 1
    if (depth > maxJsonDepth) return true
  }
  return false
}

/** Looks no further than is needed to tell that a text may be too deep: most have few brackets, and a search is fast. */
function countUpTo(text: string, bracket: string): number {
  let count = 0
  for (let at = text.indexOf(bracket); at >= 0 && count <= maxJsonDepth; at = text.indexOf(bracket, at + 1))
    count += 1
  return count
}
