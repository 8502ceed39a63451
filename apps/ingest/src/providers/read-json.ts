import { isUtf8 } from 'node:buffer'
import type { Refusal } from '../outcome.ts'

export type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Some senders put a byte order mark before their UTF-8; it says nothing. */
export const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? bytes.subarray(byteOrderMark.length) : bytes

/** JSON in valid UTF-8, with or without a byte order mark. */
export function readJson(bytes: Buffer): Json {
  if (!isUtf8(bytes)) return { ok: false }
  try {
    return { ok: true, value: JSON.parse(withoutMark(bytes).toString()) }
  } catch {
    return { ok: false }
  }
}

export const notJson: Refusal = {
  code: 'invalid-json',
  faults: [{ path: '(root)', message: 'must be JSON in UTF-8' }],
}
