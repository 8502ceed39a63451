import {
  type Disposition,
  type ErrorCode,
  type LetterStage,
  letterLifetimeHours,
  logHeaders,
  reprocessAfterHours,
  type Source,
  type SourceEvent,
} from '@touchline/contracts'
import { fingerprintOf } from '@touchline/contracts/fingerprint'
import type { NewDeadLetter } from '@touchline/db'
import type { LogRecord } from '@touchline/streams'
import { correlationIdOf, decoded, hashOfValue, matchIdOfKey } from '../records/log-record.ts'

/** Why a record goes to the dead letters. */
export interface Death {
  readonly code: ErrorCode
  readonly message: string
  readonly disposition: Disposition
  /** What told the disposition. */
  readonly evidence: string
  readonly attempts: number
  /** Where it was tried before. */
  readonly firstFailedAtMs?: number
  readonly event?: SourceEvent
}

export interface DeathContext {
  readonly source: Source
  readonly group: string
  readonly stage: LetterStage
  readonly build: string
  readonly nowMs: number
}

const hourMs = 3_600_000

/** A record and why it died, as the row that keeps it. */
export function toDeadLetter(record: LogRecord, death: Death, context: DeathContext): NewDeadLetter {
  const { event, code, message, disposition } = death
  const { nowMs, stage } = context
  const value = event ?? decoded(record)
  const { fingerprint, version, shape } = fingerprintOf({ stage, code, message, value })
  return {
    source: context.source,
    sourceEventId: event?.sourceEventId ?? hashOfValue(record),
    provider: event?.provider ?? storable(record.headers[logHeaders.provider]),
    matchId: event?.matchId ?? matchIdOfKey(record),
    eventType: typeOf(value),
    originTopic: record.topic,
    originPartition: record.partition,
    originOffset: record.offset,
    originAtMs: record.appendedAtMs,
    consumerGroup: context.group,
    stage,
    disposition,
    evidence: death.evidence,
    errorCode: code,
    errorMessage: message,
    fingerprint,
    fingerprintVersion: version,
    shape,
    attempts: death.attempts,
    firstFailedAtMs: death.firstFailedAtMs ?? nowMs,
    lastFailedAtMs: nowMs,
    build: context.build,
    traceparent: storable(record.headers[logHeaders.traceparent]),
    schemaVersion: storable(record.headers[logHeaders.schema]),
    effects: [],
    headers: record.headers,
    raw: record.value,
    correlationId: correlationIdOf(record),
    reprocessAtMs: disposition === 'systemic' ? nowMs + reprocessAfterHours[0] * hourMs : null,
    expiresAtMs: nowMs + letterLifetimeHours * hourMs,
    isPublished: false,
  }
}

const storable = (text = ''): string => text.replaceAll('\u0000', '').slice(0, 64)

function typeOf(value: unknown): string {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : ''
  return typeof type === 'string' && /^[a-z-]{1,32}$/.test(type) ? type : ''
}
