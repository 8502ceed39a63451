import type { Kafka, Message, TopicMessages } from 'kafkajs'
import { type Coalescer, createCoalescer } from '../coalescer.ts'
import type { NewRecord } from '../event-log.ts'
import { bytesOf } from '../limits.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import { reaching, unavailable } from './client.ts'
import { createReconnecting } from './reconnecting.ts'

export interface TopicRecord {
  readonly topic: string
  readonly record: NewRecord
}

/** One request holds at most this, or one record: well under what a partition takes in one batch. */
const maxRequestBytes = 1_048_576
const maxPendingBytes = 8 * 1_048_576

/** Sends records in their order, or rejects with LogUnavailable. */
export type Lane = Coalescer<readonly TopicRecord[]>

/**
 * One idempotent producer with one request under way; what comes meanwhile goes out together in the next.
 * A producer whose send failed is replaced, because its sequence numbers can't be trusted any more.
 */
export function createLane(kafka: Kafka, timeoutMs: number, onFailed: () => void): Lane {
  const producers = createReconnecting(() =>
    kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message, partitionMetadata }) =>
          partitionOfKey(message.key ?? '', partitionMetadata.length),
      // About 5 s, in which another leader may be elected; a send that was given up must not go on for much longer.
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 12 },
    }),
  )

  async function send(calls: readonly (readonly TopicRecord[])[]): Promise<void> {
    try {
      const producer = await reaching(timeoutMs, producers.get())
      for (const part of requestsOf(calls.flat())) {
        await reaching(timeoutMs, producer.sendBatch({ acks: -1, topicMessages: part }))
      }
    } catch (error) {
      producers.drop()
      onFailed()
      throw error
    }
  }

  const appends = createCoalescer<readonly TopicRecord[]>({
    send,
    bytesOf: records => records.reduce((bytes, { record }) => bytes + bytesOf(record), 0),
    maxSendBytes: maxRequestBytes,
    maxPendingBytes,
    timeoutMs,
    refuse: reason => unavailable(new Error(reason)),
  })
  return {
    add: appends.add,
    async close() {
      await appends.close()
      await producers.close()
    },
  }
}

function requestsOf(records: readonly TopicRecord[]): TopicMessages[][] {
  const requests: Map<string, Message[]>[] = []
  let bytes = maxRequestBytes
  for (const { topic, record } of records) {
    const size = wireBytesOf(record)
    if (bytes + size > maxRequestBytes) {
      requests.push(new Map())
      bytes = 0
    }
    bytes += size
    addTo(requests.at(-1), topic, record)
  }
  return requests.map(request => [...request].map(([topic, messages]) => ({ topic, messages })))
}

/** At most this on the wire: what is taken for one request must fit into one batch. */
function wireBytesOf({ key, value, headers }: NewRecord): number {
  let bytes = 64 + Buffer.byteLength(key) + value.byteLength
  for (const name in headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '') + 8
  return bytes
}

function addTo(
  request: Map<string, Message[]> | undefined,
  topic: string,
  { key, value, headers }: NewRecord,
): void {
  const message = { key, value: asBuffer(value), headers: { ...headers } }
  const messages = request?.get(topic)
  if (messages) messages.push(message)
  else request?.set(topic, [message])
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength)
