import { expect, it } from 'vitest'
import { headroomOf, leastHeadroom, nearRetention } from './near-retention.ts'

const lag = (startOffset: bigint, committedOffset: bigint, endOffset: bigint) => ({
  ...{ topic: 't', partition: 0, startOffset, committedOffset, endOffset },
  lagRecords: Number(endOffset - committedOffset),
  ...{ lagSeconds: 80, heldSeconds: 100 },
})

it('tells how far a group is from the oldest record that the log holds', () => {
  expect(headroomOf(lag(100n, 150n, 1_100n))).toEqual({ records: 50, seconds: 20 })
})

it('tells it of the nearest partition, in seconds only where records wait', () => {
  const read = { ...lag(0n, 40n, 40n), heldSeconds: 90, lagSeconds: 0 }
  expect(leastHeadroom([read])).toEqual({ records: 40, seconds: undefined })
  const waiting = [lag(100n, 150n, 1_100n), { ...lag(0n, 70n, 1_000n), lagSeconds: 95 }]
  expect(leastHeadroom([...waiting, read])).toEqual({ records: 40, seconds: 5 })
})

it('is near within the oldest tenth of a partition that is trimmed', () => {
  expect(nearRetention(lag(100n, 150n, 1_100n))).toBe(true)
  expect(nearRetention(lag(100n, 250n, 1_100n))).toBe(false)
  expect(nearRetention(lag(0n, 0n, 1_000n))).toBe(false)
  expect(nearRetention(lag(100n, 100n, 100n))).toBe(false)
})
