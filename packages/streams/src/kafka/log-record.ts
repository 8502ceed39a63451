import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { LogRecord, TopicPartition } from '../event-log.ts'

const nothing = new Uint8Array()

export function toLogRecord({ topic, partition }: TopicPartition, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    appendedAtMs: Number(message.timestamp),
    key: message.key?.toString() ?? '',
    value: message.value ?? nothing,
    headers: toHeaders(message.headers),
  }
}

/** A header that came several times keeps its last value. */
function toHeaders(headers: IHeaders = {}): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) texts[name] = last.toString()
  }
  return texts
}
