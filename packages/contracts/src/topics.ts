import type { Source } from './ids.ts'

/** The log's topics. A record's key is its match id, so that one match stays in order within a topic. */
export const sourceTopics = {
  sensor: 'sensor-events',
  broadcast: 'broadcast-events',
  social: 'social-events',
} as const satisfies Record<Source, string>
export type SourceTopic = (typeof sourceTopics)[Source]

/** What the door refused without anyone to tell: raw bytes on their way to the dead letters. */
export const deadLetterTopics = {
  sensor: 'dlq-sensor-events',
  broadcast: 'dlq-broadcast-events',
  social: 'dlq-social-events',
} as const satisfies Record<Source, string>
export type DeadLetterTopic = (typeof deadLetterTopics)[Source]

/**
 * A second copy of every critical event. The one on its source's topic is stored in its place; where that takes too
 * long, this one is stored first, and the other counts as a duplicate.
 */
export const criticalTopic = 'critical-events'

export type Topic = SourceTopic | DeadLetterTopic | typeof criticalTopic

export const allTopics: readonly Topic[] = [
  ...Object.values(sourceTopics),
  criticalTopic,
  ...Object.values(deadLetterTopics),
]

/** The source whose events (or refused bytes) a topic carries; undefined for a topic that is not ours. */
export function sourceOfTopic(topic: string): Source | undefined {
  const named = topic.replace(/^dlq-/, '').replace(/-events$/, '')
  return named in sourceTopics && allTopics.includes(topic as Topic) ? (named as Source) : undefined
}

/** Headers of a log record. All values are text; a consumer must cope with any of them missing. */
export const logHeaders = {
  correlationId: 'correlation-id',
  /** W3C Trace Context. */
  traceparent: 'traceparent',
  /** Topic and version of the value's schema, such as `broadcast-events/1`. */
  schema: 'schema',
  /** The event's lane, so that a record can be put off unread. */
  lane: 'lane',
  /** How far its provider's clock ran ahead of ours, where `occurredAt` was set back by it. Negative: forward. */
  clockSkewMs: 'clock-skew-ms',
  /** On the critical topic: the source whose event it is. */
  source: 'source',
  /** Of a replayed record: the replay, its dead letter, and `source/sourceEventId` of what was corrected. */
  replayId: 'replay-id',
  deadLetterId: 'dead-letter-id',
  derivedFrom: 'derived-from',
  /** On dead-letter topics only: provider, error code, message, id that stands for the bytes. */
  provider: 'provider',
  errorCode: 'error-code',
  errorMessage: 'error-message',
  sourceEventId: 'source-event-id',
  receivedAt: 'received-at',
  /** The item's place in what its source lets be read again: the same when it comes twice, and of no other item. */
  arrivalId: 'arrival-id',
} as const
