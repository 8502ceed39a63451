import { isUtf8 } from 'node:buffer'
import type { Refusal } from '../outcome.ts'

export type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

/** JSON in valid UTF-8. */
export function readJson(bytes: Buffer): Json {
  if (!isUtf8(bytes)) return { ok: false }
  try {
    return { ok: true, value: JSON.parse(bytes.toString()) }
  } catch {
    return { ok: false }
  }
}

export const notJson: Refusal = {
  code: 'invalid-json',
  faults: [{ path: '(root)', message: 'must be JSON in UTF-8' }],
}
