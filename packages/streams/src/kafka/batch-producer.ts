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
export type BatchProducer = Coalescer<readonly TopicRecord[]>

/**
 * One idempotent producer with one request under way; what comes meanwhile goes out together in the next.
 * A producer whose send failed is replaced, because its sequence numbers can't be trusted any more.
 */
export function createBatchProducer(kafka: Kafka, timeoutMs: number, onFailed: () => void): BatchProducer {
  const senders = createReconnecting(() => createSender(kafka))

  async function send(calls: readonly (readonly TopicRecord[])[]): Promise<void> {
    try {
      const sender = await reaching(timeoutMs, senders.get())
      for (const part of requestsOf(calls.flat())) await reaching(timeoutMs, sender.send(part))
    } catch (error) {
      senders.drop()
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
      await senders.close()
    },
  }
}

interface Sender {
  connect(): Promise<void>
  disconnect(): Promise<void>
  /** Rejects unless the brokers answered for each partition that the messages belong to. */
  send(topicMessages: TopicMessages[]): Promise<void>
}

function createSender(kafka: Kafka): Sender {
  /** The partitions of the request under way, as `topic/number`. */
  let places = new Set<string>()
  let isGivenUp = false
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ topic, message, partitionMetadata }) => {
        // kafkajs tries no TypeError again: what was given up must not land behind what was sent after it.
        if (isGivenUp) throw new TypeError('this send was given up')
        const partition = partitionOfKey(message.key ?? '', partitionMetadata.length)
        places.add(`${topic}/${partition}`)
        return partition
      },
    // About 5 s, in which another leader may be elected.
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 12 },
  })
  return {
    connect: () => producer.connect(),
    disconnect: () => {
      isGivenUp = true
      return producer.disconnect()
    },
    async send(topicMessages) {
      places = new Set()
      const answers = await producer.sendBatch({ acks: -1, topicMessages })
      // Where a try failed in part, kafkajs asks no broker again that had answered, also for what moved to it meanwhile.
      const answered = new Set(answers.map(({ topicName, partition }) => `${topicName}/${partition}`))
      const missing = [...places].filter(place => !answered.has(place))
      if (missing.length > 0) throw new Error(`no broker answered for ${missing.join(', ')}`)
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
