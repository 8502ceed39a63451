import fc from 'fast-check'
import type { KafkaMessage } from 'kafkajs'
import { expect, it } from 'vitest'
import { toLogRecord } from './log-record.ts'

const bytes = fc.uint8Array({ maxLength: 40 }).map(held => Buffer.from(held))
const maybe = fc.option(bytes, { nil: null })
const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', ''))
const header = fc.oneof(maybe, fc.array(maybe, { maxLength: 3 }))
const any64Bits = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const message = fc.record({
  key: maybe,
  value: maybe,
  timestamp: any64Bits.map(String),
  offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  headers: fc.array(fc.tuple(name, header)).map(all => Object.fromEntries(all)),
})

it('whatever a broker holds becomes a record', () => {
  fc.assert(
    fc.property(message, given => {
      const record = toLogRecord({ topic: 't', partition: 1 }, given as unknown as KafkaMessage)
      expect(record.offset).toBe(BigInt(given.offset))
      expect(record.value.byteLength).toBe(given.value?.length ?? 0)
      expect(typeof record.key).toBe('string')
      expect(new Date(record.appendedAtMs).getUTCFullYear()).toBeLessThanOrEqual(9999)
      for (const [name, value] of Object.entries(given.headers)) {
        const last = Array.isArray(value) ? value.at(-1) : value
        const found = Object.hasOwn(record.headers, name) ? record.headers[name] : undefined
        expect(found).toBe(last?.toString())
      }
    }),
  )
})
