import { logHeaders, type Source } from '@touchline/contracts'
import type { NewDeadLetter } from '@touchline/db'
import type { LogRecord } from '@touchline/streams'
import { correlationIdOf, type Death, hashOfValue, matchIdOfKey } from './read-record.ts'

export interface DeathContext {
  readonly source: Source
  readonly group: string
  readonly stage: string
  readonly nowMs: number
}

/** A record and why it died, as the row that keeps it. */
export function toDeadLetter(record: LogRecord, death: Death, context: DeathContext): NewDeadLetter {
  const { event } = death
  return {
    source: context.source,
    sourceEventId: event?.sourceEventId ?? hashOfValue(record),
    provider: event?.provider ?? bounded(record.headers[logHeaders.provider] ?? ''),
    matchId: event?.matchId ?? matchIdOfKey(record),
    originTopic: record.topic,
    originPartition: record.partition,
    originOffset: record.offset,
    originAtMs: record.appendedAtMs,
    consumerGroup: context.group,
    stage: context.stage,
    errorCode: death.code,
    errorMessage: death.message,
    attempts: death.attempts,
    headers: record.headers,
    raw: record.value,
    correlationId: correlationIdOf(record),
    failedAtMs: context.nowMs,
  }
}

/** Text of a header, as a column of 64 takes it. */
const bounded = (text: string): string => text.replaceAll('\u0000', '').slice(0, 64)
