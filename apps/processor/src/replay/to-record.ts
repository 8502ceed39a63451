import {
  arrivalSchema,
  type EventArrival,
  logHeaders,
  sentEventSchemas,
  sourceTopics,
} from '@touchline/contracts'
import { stableId, toSourceEvent } from '@touchline/contracts/identity'
import type { ReplayLetter } from '@touchline/db'
import type { LogRecord, NewRecord } from '@touchline/streams'

/** The record that a letter becomes when it is replayed, on its source's topic. */
export function toRecord(replayId: string, letter: ReplayLetter): { topic: string; record: NewRecord } {
  const { source, newSourceEventId, sourceEventId } = letter
  const arrival = arrivalOf(letter)
  const value = bytesOf(letter, arrival)
  const event = readEvent(value)
  const { clockSkewMs } = arrival
  const headers = {
    [logHeaders.correlationId]: letter.correlationId,
    [logHeaders.traceparent]: letter.traceparent,
    [logHeaders.schema]: letter.schemaVersion || `${sourceTopics[source]}/1`,
    [logHeaders.replayId]: replayId,
    [logHeaders.deadLetterId]: letter.letterId,
    ...(clockSkewMs !== undefined && { [logHeaders.clockSkewMs]: String(clockSkewMs) }),
    ...(newSourceEventId && { [logHeaders.derivedFrom]: `${source}/${sourceEventId}` }),
  }
  const key = matchIdIn(event) || letter.matchId || `~${letter.provider || 'replay'}`
  return { topic: sourceTopics[source], record: { key, value, headers } }
}

/** The same as a consumer would get it, for a dry run: it stands in no log. */
export function toDryRecord(replayId: string, letter: ReplayLetter, index: number): LogRecord {
  const { topic, record } = toRecord(replayId, letter)
  const partition = -1
  return { ...record, topic, partition, offset: BigInt(index), appendedAtMs: letter.originAt.getTime() }
}

/** What died after the door goes in as it was; what the door refused, or somebody corrected, as the door would make it. */
function bytesOf(letter: ReplayLetter, arrival: EventArrival): Uint8Array {
  const { stage, edited, raw, source, provider, originAt } = letter
  if (stage !== 'ingest' && !edited) return raw
  const value = readEvent(edited ?? raw)
  if (typeof value !== 'object' || value === null) return edited ?? raw
  const sent = sentEventSchemas[source].safeParse(value)
  // What is still at fault goes in with all else that the door adds, so that only its own faults are found again.
  const id = sent.success ? stableId(source, provider, sent.data) : letter.sourceEventId
  const sourceEventId = letter.newSourceEventId ?? id
  const ingestedAt = originAt.toISOString()
  const stamp = { source, provider: provider || 'replay', ingestedAt, sourceEventId, ...arrival }
  const event = sent.success
    ? toSourceEvent(sent.data, stamp)
    : { ...stamp, ...value, ...arrival, sourceEventId }
  return Buffer.from(JSON.stringify(event))
}

const arrivalFields = Object.entries(arrivalSchema.shape)

/** How the event came, by its own record, field by field: of what never passed ingest there is none. */
function arrivalOf({ stage, raw }: ReplayLetter): EventArrival {
  const told = stage === 'ingest' ? undefined : readEvent(raw)
  if (typeof told !== 'object' || told === null) return {}
  const values = told as Record<string, unknown>
  const known = arrivalFields.flatMap(([name, schema]) => {
    const { data } = schema.safeParse(values[name])
    return data === undefined ? [] : [[name, data] as const]
  })
  return Object.fromEntries(known)
}

function readEvent(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

function matchIdIn(event: unknown): string {
  const named = typeof event === 'object' && event !== null && 'matchId' in event ? event.matchId : ''
  return typeof named === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(named) ? named : ''
}
