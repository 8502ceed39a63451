import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import type { Source } from './ids.ts'
import type { EventArrival, SentEvent, SourceEvent } from './source-event.ts'

export { canonicalJson } from './canonical-json.ts'

/**
 * The source's own id, else the SHA-256 of what makes the event itself: source, provider, match, type, time and
 * payload. Match and type are in it because two matches, or two events with empty payloads, may share a time.
 */
export function stableId(source: Source, provider: string, event: SentEvent): string {
  if (event.deleted === true) return event.sourceEventId
  if (event.sourceEventId !== undefined) return event.sourceEventId
  const { matchId, type, occurredAt, payload } = event
  const identity = canonicalJson([source, provider, matchId, type, occurredAt, payload])
  return createHash('sha256').update(identity).digest('hex')
}

/** Stands for bytes that carry no readable id. */
export function bytesId(provider: string, bytes: Uint8Array): string {
  return createHash('sha256').update(`${provider}\0`).update(bytes).digest('hex')
}

/** What ingest adds to a sent event. */
export interface Stamp extends EventArrival {
  readonly source: Source
  readonly provider: string
  readonly sourceEventId: string
  readonly ingestedAt: string
}

/** The event as it stands on its source's topic; a withdrawal that tells no time is of when it came. */
export function toSourceEvent(sent: SentEvent, stamp: Stamp): SourceEvent {
  if (sent.deleted === undefined) return { ...sent, ...stamp } as SourceEvent
  const { deleted, ...event } = sent
  if (deleted !== true) return { ...event, ...stamp } as SourceEvent
  const withdrawn = { occurredAt: stamp.ingestedAt, type: 'event-withdrawn', payload: {} }
  return { ...withdrawn, ...event, ...stamp } as SourceEvent
}
