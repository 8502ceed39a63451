import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxHeaders } from '../../limits.ts'
import { withFewHeaders } from './few-headers.ts'
import { maxBatchRecords, unreadableHeader, unreadableRecords } from './unreadable.ts'
import { varint } from './varint.ts'

/** kafkajs's own, which decodes what comes out of the guard. */
const load = createRequire(import.meta.url)
interface Decoder {
  readonly offset: number
  readVarIntBytes(): Buffer
}
interface Decoded {
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Record<string, unknown>
}
const DecoderOf = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder
const decodeRecord = load('kafkajs/src/protocol/recordBatch/record/v0/decoder') as (
  decoder: Decoder,
  context: object,
) => Decoded
const encode = load('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => { buffer: Buffer }

const context = { firstOffset: '0', firstTimestamp: '0' }
function decode(records: Buffer, limit = Number.POSITIVE_INFINITY): Decoded[] {
  const decoder = new DecoderOf(records)
  const decoded: Decoded[] = []
  while (decoder.offset < records.length && decoded.length < limit)
    decoded.push(decodeRecord(new DecoderOf(decoder.readVarIntBytes()), context))
  return decoded
}
const encodeAll = (records: readonly object[]) => Buffer.concat(records.map(one => encode(one).buffer))

const bytes = fc.option(
  fc.uint8Array({ maxLength: 300 }).map(held => Buffer.from(held)),
  { nil: null },
)
const record = fc
  .tuple(bytes, bytes, fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 200 })), fc.nat())
  .map(([key, value, headers, timestampDelta]) => ({
    ...{ key, value, timestampDelta },
    headers: Object.fromEntries(Array.from({ length: headers }, (_, nth) => [`h${nth}`, `${nth}`])),
  }))

describe('a batch with few headers', () => {
  it('decodes to the same records, but for the headers past the first 64 of each', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), given => {
        const records = given.map((one, offsetDelta) => ({ ...one, offsetDelta }))
        const whole = decode(encodeAll(records))
        const few = decode(withFewHeaders(encodeAll(records)))
        expect(few).toEqual(
          whole.map(one => ({
            ...one,
            headers: Object.fromEntries(Object.entries(one.headers).slice(0, maxHeaders)),
          })),
        )
      }),
    )
  })

  it('is the very same bytes where none has more', () => {
    const records = encodeAll([{ key: null, value: Buffer.from('v'), headers: { one: '1' } }])
    expect(withFewHeaders(records)).toBe(records)
  })

  it('of any bytes at all is some records, or a RangeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), held => {
        try {
          expect(withFewHeaders(Buffer.from(held))).toBeInstanceOf(Buffer)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })

  it('takes a time that grows with the bytes, not with the square of the headers', () => {
    const names = Array.from({ length: 600_000 }, (_, nth) => `n${nth.toString(36).padStart(4, '0')}`)
    const records = encodeHeaders(names)
    expect(records.length).toBeGreaterThan(4 * 1_048_576)
    const [only] = decode(withFewHeaders(records))
    expect(Object.keys(only?.headers ?? {})).toEqual(names.slice(0, maxHeaders))
  })
})

it('what can not be read becomes as many records as a batch may have, each saying why', () => {
  const records = decode(unreadableRecords('a test'))
  expect(records).toHaveLength(maxBatchRecords)
  expect(records[70_000]).toMatchObject({ offset: '70000', key: null, value: null })
  expect(String(records[70_000]?.headers[unreadableHeader])).toBe('a test')
})

/** One record with these headers, each name of five letters: kafkajs's encoder takes long for so many. */
function encodeHeaders(names: readonly string[]): Buffer {
  const headers = Buffer.from(names.map(name => `\n${name}\0`).join(''), 'latin1')
  const body = Buffer.concat([Buffer.from([0, 0, 0, 1, 1, ...varint(names.length)]), headers])
  return Buffer.concat([Buffer.from(varint(body.length)), body])
}
