import { maskSensitive } from './mask.ts'
import { maskLooseText } from './sensitive.ts'

/** Bytes as an operator may see them. */
export interface RawView {
  readonly bytes: number
  /** Null where the bytes are not UTF-8, or may not be shown. */
  readonly text: string | null
  /** Null where something in the bytes is hidden: they would tell it. */
  readonly base64: string | null
}

export interface ShownBytes {
  readonly raw: RawView
  /** What the bytes hold as JSON, masked; undefined where they are none. */
  readonly payload: unknown
  readonly hiddenPaths: readonly string[]
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What is nested deeper is not taken for JSON: it is no event, and few programs could write it down again. */
export const maxJsonDepth = 200

/** A record's bytes, with what is sensitive hidden unless `isRevealed`. Never throws. */
export function showBytes(raw: Uint8Array, isRevealed: boolean): ShownBytes {
  const text = textOf(raw)
  const payload = text === null ? undefined : jsonOf(text)
  if (isRevealed) return { raw: whole(raw, text), payload, hiddenPaths: [] }
  if (text === null || payload === undefined) return withoutPayload(raw, text)
  const { masked, hidden } = maskSensitive(payload)
  if (hidden.length === 0 && saysNoMore(text, payload))
    return { raw: whole(raw, text), payload, hiddenPaths: [] }
  const shown = { bytes: raw.byteLength, text: JSON.stringify(masked), base64: null }
  return { raw: shown, payload: masked, hiddenPaths: hidden }
}

/** Only bytes that hide nothing are given whole; what is no text can hold an address all the same. */
function withoutPayload(raw: Uint8Array, text: string | null): ShownBytes {
  const read = text ?? Buffer.from(raw).toString('latin1')
  const loose = maskLooseText(read)
  if (loose === read) return { raw: whole(raw, text), payload: undefined, hiddenPaths: [] }
  const shown = { bytes: raw.byteLength, text: text === null ? null : loose, base64: null }
  return { raw: shown, payload: undefined, hiddenPaths: ['(root)'] }
}

const whole = (raw: Uint8Array, text: string | null): RawView => ({
  bytes: raw.byteLength,
  text,
  base64: Buffer.from(raw).toString('base64'),
})

/** JSON may say more than what is read from it: of a name given twice, the first value is lost. */
function saysNoMore(text: string, payload: unknown): boolean {
  if (JSON.stringify(payload) === text) return true
  return !text.includes('\\u') && maskLooseText(text) === text
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

/** Counts brackets, those in texts too: what is refused in error is only shown as text. */
export function isTooDeep(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index)
    if (character === 0x7b || character === 0x5b) depth += 1
    else if (character === 0x7d || character === 0x5d) depth -= 1
    if (depth > maxJsonDepth) return true
  }
  return false
}
