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

export type Topic = SourceTopic | DeadLetterTopic

export const allTopics: readonly Topic[] = [
  ...Object.values(sourceTopics),
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
  /** On dead-letter topics only: provider, error code, message, id that stands for the bytes. */
  provider: 'provider',
  errorCode: 'error-code',
  errorMessage: 'error-message',
  sourceEventId: 'source-event-id',
  receivedAt: 'received-at',
} as const
