import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { LogRecord, TopicPartition } from '../event-log.ts'

const nothing = new Uint8Array()

/**
 * A record as the port has it. Whoever can write to a topic can write anything: this takes whatever the broker does,
 * and never throws. A key or value that is null is empty; text that is not UTF-8 keeps what can be read of it.
 */
export function toLogRecord({ topic, partition }: TopicPartition, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    appendedAtMs: timeOf(message.timestamp),
    key: message.key?.toString() ?? '',
    value: message.value ?? nothing,
    headers: toHeaders(message.headers),
  }
}

/** The end of the year 9999: later than that, neither a Date nor PostgreSQL writes it as others do. */
const latestMs = 253_402_300_799_999

/** On a topic that others created, the producer tells the time, and may tell any 64 bits. */
const timeOf = (timestamp: string): number => Math.min(Math.max(Number(timestamp) || 0, 0), latestMs)

/** A header that came several times keeps its last value; one without a value is left out. */
function toHeaders(headers: IHeaders = {}): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    const last: Buffer | string | null | undefined = Array.isArray(value) ? value.at(-1) : value
    if (last === undefined || last === null) continue
    if (name === '__proto__') Object.defineProperty(texts, name, { value: String(last), ...plain })
    else texts[name] = last.toString()
  }
  return texts
}

/** Assigning to this one name would set no property. */
const plain = { enumerable: true, configurable: true, writable: true }
