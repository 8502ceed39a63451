import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { CompressionTypes, Kafka, logLevel, type Message } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LogRecord } from '../../event-log.ts'
import { maxHeaders } from '../../limits.ts'
import { createFetchCluster, type FetchCluster } from '../direct-fetch.ts'
import { createKafkaEventLog } from '../event-log.ts'
import { CompressionCodecs } from '../more-of-kafkajs.ts'
import { maxMessageBytes } from '../topic-limits.ts'
import { maxBatchRecords, unreadableHeader } from './unreadable.ts'

const brokers = (process.env.TOUCHLINE_TEST_KAFKA_BROKERS ?? '').split(',')
const kafka = new Kafka({ brokers, clientId: 'anybody', logLevel: logLevel.NOTHING })
const cluster = createFetchCluster({
  ...{ brokers, clientId: 'anybody', logLevel: logLevel.NOTHING, logCreator: () => () => {} },
})
type Producing = Awaited<ReturnType<FetchCluster['findBroker']>> & {
  produce(request: object): Promise<unknown>
}
const admin = kafka.admin()
const errors: unknown[] = []
const log = createKafkaEventLog({
  ...{ brokers, clientId: 'reader', partitions: 1, replicationFactor: 1, timeoutMs: 20_000 },
  onError: error => errors.push(error),
})

beforeAll(async () => {
  // What this process reads with cannot write these; the producers of others can.
  const codecs: Record<number, () => { decompress(bytes: Buffer): Promise<Buffer> }> = CompressionCodecs
  const writing = (type: number, compressed: (bytes: Buffer) => Promise<Buffer>) => {
    const reading = codecs[type]
    const codec = {
      compress: ({ buffer }: { readonly buffer: Buffer }) => compressed(buffer),
      decompress: async (bytes: Buffer) => reading?.().decompress(bytes) ?? bytes,
    }
    codecs[type] = () => codec
  }
  writing(CompressionTypes.ZSTD, promisify(zlib.zstdCompress))
  writing(CompressionTypes.Snappy, async bytes => asSnappy(bytes))
  await Promise.all([cluster.connect(), admin.connect()])
})
afterAll(async () => {
  await Promise.all([cluster.disconnect(), admin.disconnect(), log.close()])
})

/** A topic with the limits that we give. */
async function ownTopic(): Promise<string> {
  const topic = `own-${randomUUID().slice(0, 8)}`
  await log.lag('nobody', [topic])
  return topic
}

/** A topic as somebody else creates it. */
async function theirTopic(): Promise<string> {
  const topic = `their-${randomUUID().slice(0, 8)}`
  await admin.createTopics({
    topics: [{ topic, numPartitions: 1, replicationFactor: 1 }],
    waitForLeaders: true,
  })
  return topic
}

/** As one batch. kafkajs's producer takes long for so many records. */
async function send(topic: string, messages: readonly Message[], compression = CompressionTypes.None) {
  await cluster.addTargetTopic(topic)
  await cluster.refreshMetadata()
  const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [0]))
  const broker = (await cluster.findBroker({ nodeId })) as Producing
  const partitions = [{ partition: 0, messages: messages.map(one => ({ timestamp: Date.now(), ...one })) }]
  return broker.produce({ acks: -1, timeout: 10_000, compression, topicData: [{ topic, partitions }] })
}

/** All that a consumer gets of a topic, until the record `last`. */
async function readThrough(topic: string): Promise<readonly LogRecord[]> {
  await send(topic, [{ key: 'last', value: 'last' }])
  const seen: LogRecord[] = []
  const consumption = await log.consume({
    ...{ group: topic, topics: [topic], maxBatchRecords: 10_000 },
    handler: async ({ records }) => {
      seen.push(...records)
      return (records.at(-1)?.offset ?? -1n) + 1n
    },
  })
  await vi.waitFor(() => expect(seen.at(-1)?.key).toBe('last'), { timeout: 25_000, interval: 20 })
  await consumption.stop()
  return seen.slice(0, -1)
}

const nothing = (count: number): Message[] =>
  Array.from({ length: count }, () => ({ key: null, value: null }))

describe('on a topic that we created', () => {
  it('a record full of headers comes at once, with the first 64 of them', async () => {
    const topic = await ownTopic()
    const names = Array.from({ length: 140_000 }, (_, nth) => `n${nth.toString(36).padStart(4, '0')}`)
    await send(topic, [{ value: 'full', headers: Object.fromEntries(names.map(name => [name, ''])) }])
    const [full, ...others] = await readThrough(topic)
    expect(others).toEqual([])
    expect(full?.value.toString()).toBe('full')
    expect(Object.keys(full?.headers ?? {})).toEqual(names.slice(0, maxHeaders))
    expect(await log.read(topic, 0, 0n, 1)).toEqual([full])
  })

  it('no batch has more of the smallest records than a reader takes at once', async () => {
    const topic = await ownTopic()
    const most = Math.floor(maxMessageBytes / 9)
    expect(most).toBeLessThan(maxBatchRecords)
    await send(topic, nothing(most))
    await expect(send(topic, nothing(maxBatchRecords))).rejects.toThrow('larger than the max')
    expect(await readThrough(topic)).toHaveLength(most)
  })

  it('what anybody compressed is held to the same limit as it is read', async () => {
    const topic = await ownTopic()
    const tooMany = send(topic, nothing(2 * maxBatchRecords), CompressionTypes.GZIP)
    await expect(tooMany).rejects.toThrow('larger than the max')
    await send(topic, [{ value: 'snap' }], CompressionTypes.Snappy)
    const values = (await readThrough(topic)).map(({ value }) => value.toString())
    expect(values).toEqual(['snap'])
  })
})

describe('on a topic that somebody else created', () => {
  it('what inflates too far, or can not be inflated here, becomes records that say why', async () => {
    const topic = await theirTopic()
    await send(topic, [{ value: 'z' }, { value: 'zz' }], CompressionTypes.ZSTD)
    await send(topic, [{ value: Buffer.alloc(64 * 1_048_576) }, { value: 'beside' }], CompressionTypes.GZIP)
    await send(topic, [{ value: 's' }], CompressionTypes.Snappy)
    const seen = await readThrough(topic)
    expect(seen.map(({ value }) => value.toString())).toEqual(['z', 'zz', '', '', ''])
    const whys = seen.map(({ headers }) => headers[unreadableHeader])
    const [large, snappy] = [
      'inflates to more than 8388608 bytes',
      'compressed with snappy, which is not read here',
    ]
    expect(whys).toEqual([undefined, undefined, large, large, snappy])
    expect(seen.map(({ offset }) => offset)).toEqual([0n, 1n, 2n, 3n, 4n])
  })

  it('we say which of its settings could stop its readers', async () => {
    const topic = await theirTopic()
    errors.length = 0
    await log.lag('nobody', [topic])
    expect(errors.map(String)).toEqual([expect.stringContaining(`max.message.bytes=${maxMessageBytes}`)])
    expect(String(errors[0])).toContain(topic)
    errors.length = 0
    await log.lag('nobody', [topic, await ownTopic()])
    expect(errors).toEqual([])
  })
})

/** Snappy's stream of Java, with one block of literals: what is small needs nothing else. */
function asSnappy(bytes: Buffer): Buffer {
  const block = Buffer.from([bytes.length, (bytes.length - 1) << 2, ...bytes])
  const head = Buffer.from([0x82, ...Buffer.from('SNAPPY'), 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, block.length])
  return Buffer.concat([head, block])
}
