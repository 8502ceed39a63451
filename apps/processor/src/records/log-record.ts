import { createHash } from 'node:crypto'
import { type Lane, laneSchema, logHeaders, matchIdSchema } from '@touchline/contracts'
import { laneOf } from '@touchline/match'
import type { LogRecord } from '@touchline/streams'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What a record's bytes say in JSON; undefined if they say nothing. */
export function decoded(record: LogRecord): unknown {
  try {
    return JSON.parse(utf8.decode(record.value))
  } catch {
    return undefined
  }
}

const idLengthMax = 64

/** The correlation id of the record's headers, or one made of its place in the log. */
export function correlationIdOf(record: LogRecord): string {
  const sent = record.headers[logHeaders.correlationId]
  if (sent && sent.length <= idLengthMax && isStorable(sent)) return sent
  return `${record.topic}/${record.partition}/${record.offset}`
}

/** Whether PostgreSQL gives text back as it is. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

/** The match that a record's key names; empty if it names none. */
export const matchIdOfKey = (record: LogRecord): string => matchIdSchema.safeParse(record.key).data ?? ''

/** Stands for the id of bytes that tell none. */
export const hashOfValue = (record: LogRecord): string =>
  createHash('sha256').update(record.value).digest('hex')

/**
 * The lane of a record, unread where its header tells it. The same record always has the same lane: what was put off
 * by it is found again by it. Critical where nothing can be told, so that it is never put off.
 */
export function laneOfRecord(record: LogRecord): Lane {
  const told = laneSchema.safeParse(record.headers[logHeaders.lane])
  if (told.success) return told.data
  const value = decoded(record)
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  return typeof type === 'string' ? laneOf(type as Parameters<typeof laneOf>[0]) : 'critical'
}
