import { readJson } from '../read-json.ts'
import type { Partner } from './partner-book.ts'

export type Decoded =
  | {
      readonly ok: true
      readonly items: readonly unknown[]
      /** Whether several were sent at once, so that a fault has to tell of which. */
      readonly isArray: boolean
    }
  | { readonly ok: false; readonly message: string }

/** Turns a body, inflated and authentic, into items that are not judged yet. Pure; never throws. */
export type ItemDecoder = (body: Buffer) => Decoded

const decodeTouchline: ItemDecoder = body => {
  const json = readJson(body)
  if (!json.ok) return { ok: false, message: 'The body must be JSON in UTF-8.' }
  const isArray = Array.isArray(json.value)
  return { ok: true, items: isArray ? (json.value as unknown[]) : [json.value], isArray }
}

/** By the name of the format, as it stands in a partner's settings. */
export const decoders: Readonly<Record<string, ItemDecoder>> = { touchline: decodeTouchline }

/** The one place where a partner's bytes become items: after signature and content encoding, before judgement. */
export const decodeItems = ({ format }: Pick<Partner, 'format'>, body: Buffer): Decoded =>
  (decoders[format] ?? decodeTouchline)(body)
