import type { Fault } from '@touchline/contracts'
import { type Format, parse } from '@touchline/formats'
import type { IngestLimits } from '../../limits.ts'
import { readJson } from '../read-json.ts'
import type { Partner } from './partner-book.ts'

export type Decoded =
  | {
      readonly ok: true
      readonly items: readonly unknown[]
      /** Whether several were sent at once, so that a fault has to tell of which. */
      readonly isArray: boolean
      /** Elements of a supplier's document that come to no item, each under its path. */
      readonly faults: readonly Fault[]
      /** Their times are not by the partner's clock, so its skew corrects none. */
      readonly isDatedFromKickoff: boolean
    }
  | {
      readonly ok: false
      readonly code: 'invalid-json' | 'schema-mismatch'
      readonly message: string
      readonly faults?: readonly Fault[]
    }

type Sender = Pick<Partner, 'format' | 'document'>

/** The one place where a partner's bytes become items: after signature and content encoding, before judgement. */
export const decodeItems = (sender: Sender, body: Buffer, receivedMs: number): Decoded =>
  isDocument(sender.format) ? decodeDocument(sender, body, receivedMs) : decodeTouchline(body)

export const isDocument = (format: Format): boolean => format !== 'touchline'

/** What one request of a partner may hold: a supplier sends all of a match anew, Touchline's own form what is new. */
export const sizesOf = (
  { format }: Pick<Partner, 'format'>,
  { bodyBytes, eventsPerRequest, documentBytes, eventsPerDocument }: IngestLimits,
) =>
  isDocument(format)
    ? { bodyBytes: documentBytes, events: eventsPerDocument }
    : { bodyBytes, events: eventsPerRequest }

function decodeTouchline(body: Buffer): Decoded {
  const json = readJson(body)
  if (!json.ok) return { ok: false, code: 'invalid-json', message: 'The body must be JSON in UTF-8.' }
  const isArray = Array.isArray(json.value)
  const items = isArray ? (json.value as unknown[]) : [json.value]
  return { ok: true, items, isArray, faults: [], isDatedFromKickoff: false }
}

function decodeDocument({ format, document }: Sender, body: Buffer, receivedMs: number): Decoded {
  const { items, faults, match } = parse(format, body, { ...document, receivedMs })
  if (match)
    return { ok: true, items, isArray: true, faults, isDatedFromKickoff: match.isDatedFromKickoff ?? false }
  return {
    ok: false,
    code: 'schema-mismatch',
    message: `The body is not ${format} that can be read.`,
    faults,
  }
}
