import { randomUUID } from 'node:crypto'
import type { LogRecord } from '@touchline/streams'
import { openEventLog } from '@touchline/streams/open'
import fc from 'fast-check'
import { type IHeaders, Kafka, logLevel, type Message } from 'kafkajs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { toDeadLetter } from '../letters/to-dead-letter.ts'
import { anyHeaderName, anyText, anyValue } from '../testing/any-record.ts'
import { readRecord } from './read-record.ts'

const brokers = (process.env.TOUCHLINE_TEST_KAFKA_BROKERS ?? '').split(',')
const producer = new Kafka({ brokers, clientId: 'anybody', logLevel: logLevel.NOTHING }).producer()
const log = await openEventLog({ kafka: { brokers }, clientId: 'reader', onError: () => {} })
beforeAll(() => producer.connect())
afterAll(async () => {
  await producer.disconnect()
  await log.close()
})

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const bytes = fc.uint8Array({ maxLength: 60 }).map(held => Buffer.from(held))
const headerValue = maybe(fc.oneof(bytes, anyText))
const header = fc.oneof(headerValue, fc.array(headerValue, { minLength: 1, maxLength: 3 }))
interface AnyMessage {
  readonly key: Buffer | string | null
  readonly value: Buffer | null
  readonly headers: Record<string, unknown>
}
const message: fc.Arbitrary<AnyMessage> = fc.record({
  key: maybe(fc.oneof(bytes, anyText)),
  value: maybe(anyValue),
  headers: fc.array(fc.tuple(anyHeaderName, header), { maxLength: 5 }).map(all => Object.fromEntries(all)),
})

/** kafkajs measures a header before it asks whether it is null, as those of other clients may be. */
function sendAll(topic: string, given: readonly AnyMessage[]): Promise<unknown> {
  const measure = Buffer.byteLength
  vi.spyOn(Buffer, 'byteLength').mockImplementation((value, encoding) =>
    value === null ? 0 : measure(value, encoding),
  )
  const messages = given.map(
    (one): Message => ({ ...one, partition: 0, headers: one.headers as unknown as IHeaders }),
  )
  return producer.send({ topic, messages }).finally(() => vi.restoreAllMocks())
}

it('whatever a broker holds comes through the reader, in order, as an event or a dead letter', async () => {
  const topic = `any-${randomUUID().slice(0, 8)}`
  await log.lag('nobody', [topic])
  const edges = [{ key: null, value: null, headers: { gone: null, twice: [null, null], '': 'x' } }]
  const given = [...edges, ...fc.sample(message, 300), ...edges]
  await sendAll(topic, given)
  const seen: LogRecord[] = []
  const errors: unknown[] = []
  const handler = async ({ records }: { records: readonly LogRecord[] }) => {
    seen.push(...records)
    return (records.at(-1)?.offset ?? -1n) + 1n
  }
  const onError = (error: unknown) => errors.push(error)
  const consumption = await log.consume({ group: topic, topics: [topic], handler, onError })
  await vi.waitFor(() => expect(seen).toHaveLength(given.length), { timeout: 20_000, interval: 20 })
  await consumption.stop()
  expect(errors).toEqual([])
  expect(await log.read(topic, 0, 0n, given.length)).toEqual(seen)
  const sizes = given.map(({ value }) => value?.byteLength ?? 0)
  expect(seen.map(({ value }) => value.byteLength)).toEqual(sizes)
  for (const record of seen) expect(become(record)).toMatch(/^(event|dead)$/)
})

function become(record: LogRecord): string {
  const read = readRecord(record)
  if (read.kind === 'event') return 'event'
  const context = { source: read.source, group: 'g', stage: 'enrich', build: 'b', nowMs: 0 } as const
  const death = { ...read.failure, disposition: 'poison', evidence: '' } as const
  return toDeadLetter(record, death, context).originOffset === record.offset ? 'dead' : 'lost'
}
