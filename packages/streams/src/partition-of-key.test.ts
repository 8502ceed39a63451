import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partitionOfKey } from './partition-of-key.ts'

/** Hashes from the tests of Apache Kafka's Java client. */
const known: readonly [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
]

test.each(known)('agrees with the Java client on %s', (key, hash) => {
  for (const partitions of [1, 2, 3, 12, 1_000_003]) {
    expect(partitionOfKey(key, partitions)).toBe((hash & 0x7fffffff) % partitions)
  }
})

test('is a partition that exists, and the same for the text and its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 500 }), (key, partitions) => {
      const partition = partitionOfKey(key, partitions)
      expect(partition).toBeGreaterThanOrEqual(0)
      expect(partition).toBeLessThan(partitions)
      expect(partitionOfKey(Buffer.from(key), partitions)).toBe(partition)
    }),
  )
})
