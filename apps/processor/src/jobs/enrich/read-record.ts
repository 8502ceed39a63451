import { createHash } from 'node:crypto'
import {
  type ErrorCode,
  faultsOf,
  logHeaders,
  matchIdSchema,
  type Source,
  type SourceEvent,
  sourceEventSchemas,
} from '@touchline/contracts'
import type { LogRecord } from '@touchline/streams'

/** What a record turned out to be. */
export type ReadRecord =
  | { readonly kind: 'event'; readonly record: LogRecord; readonly event: SourceEvent }
  | ({ readonly kind: 'dead'; readonly record: LogRecord } & Death)

/** Why a record goes to the dead letters. */
export interface Death {
  readonly code: ErrorCode
  readonly message: string
  readonly attempts: number
  readonly event?: SourceEvent
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a record of a source's topic. Whoever can write to the topic can write anything: this never throws. */
export function readRecord(source: Source, record: LogRecord): ReadRecord {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(record.value))
  } catch {
    return {
      kind: 'dead',
      record,
      code: 'invalid-json',
      message: 'the record is not JSON in UTF-8',
      attempts: 1,
    }
  }
  const parsed = sourceEventSchemas[source].safeParse(value)
  if (parsed.success) return { kind: 'event', record, event: parsed.data }
  const faults = faultsOf(parsed.error)
  const message = faults.map(fault => `${fault.path}: ${fault.message}`).join('; ')
  return { kind: 'dead', record, code: 'schema-mismatch', message, attempts: 1 }
}

const idLengthMax = 64

/** The correlation id of the record's headers, or one made of its place in the log. */
export function correlationIdOf(record: LogRecord): string {
  const sent = record.headers[logHeaders.correlationId]
  return sent && sent.length <= idLengthMax ? sent : `${record.topic}/${record.partition}/${record.offset}`
}

/** The match that a record's key names; empty if it names none. */
export const matchIdOfKey = (record: LogRecord): string => matchIdSchema.safeParse(record.key).data ?? ''

/** Stands for the id of bytes that tell none. */
export const hashOfValue = (record: LogRecord): string =>
  createHash('sha256').update(record.value).digest('hex')
