import {
  type Disposition,
  type ErrorCode,
  faultsOf,
  logHeaders,
  type Source,
  type SourceEvent,
  sourceEventSchemas,
  sourceOfTopic,
  sourceSchema,
} from '@touchline/contracts'
import type { ReplayRef } from '@touchline/db'
import type { LogRecord } from '@touchline/streams'
import { decoded } from './log-record.ts'

/** What a record turned out to be. */
export type ReadRecord =
  | {
      readonly kind: 'event'
      readonly record: LogRecord
      readonly source: Source
      readonly event: SourceEvent
    }
  | {
      readonly kind: 'failed'
      readonly record: LogRecord
      readonly source: Source
      readonly failure: Failure
    }

/** The step at which a record failed: a control has to pass the same. */
export type Step = 'read' | 'parse' | 'rules' | 'store'

export interface Failure {
  readonly step: Step
  readonly code: ErrorCode
  readonly message: string
  readonly attempts: number
  readonly event?: SourceEvent
  /** Where it has been judged already. */
  readonly verdict?: { readonly disposition: Disposition; readonly evidence: string }
  readonly firstFailedAtMs?: number
  /** What the bytes say it is, where they can be read. */
  readonly type?: string
}

/** Reads a record of a source's topic. Whoever can write to the topic can write anything: this never throws. */
export function readRecord(record: LogRecord): ReadRecord {
  const source = sourceOf(record)
  const value = decoded(record)
  if (value === undefined) return failed(record, source, notJson)
  const parsed = sourceEventSchemas[source].safeParse(value)
  if (parsed.success && record.key !== parsed.data.matchId) return failed(record, source, otherKey)
  if (parsed.success) return { kind: 'event', record, source, event: parsed.data }
  const message = faultsOf(parsed.error)
    .map(fault => `${fault.path}: ${fault.message}`)
    .join('; ')
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  const told = typeof type === 'string' ? { type } : {}
  return failed(record, source, { step: 'parse', code: 'schema-mismatch', message, attempts: 1, ...told })
}

const notJson: Failure = {
  step: 'read',
  code: 'invalid-json',
  message: 'the record is not JSON in UTF-8',
  attempts: 1,
}

/** The key orders a match's records, and the accounts count by it. */
const otherKey: Failure = {
  step: 'parse',
  code: 'schema-mismatch',
  message: "matchId: must be the record's key",
  attempts: 1,
}

const failed = (record: LogRecord, source: Source, failure: Failure): ReadRecord => ({
  kind: 'failed',
  record,
  source,
  failure,
})

/** A source's topic tells it; on the critical topic a header does. */
function sourceOf({ topic, headers }: LogRecord): Source {
  return sourceOfTopic(topic) ?? sourceSchema.safeParse(headers[logHeaders.source]).data ?? 'broadcast'
}

const idPattern = /^\d{1,18}$/

/** The replay that sent a record, as its headers say; whether it is true, the database tells. */
export function replayOf({ headers }: LogRecord): ReplayRef | undefined {
  const replayId = headers[logHeaders.replayId] ?? ''
  const letterId = headers[logHeaders.deadLetterId] ?? ''
  return idPattern.test(replayId) && idPattern.test(letterId) ? { replayId, letterId } : undefined
}
