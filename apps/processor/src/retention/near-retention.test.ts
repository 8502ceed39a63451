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

it('tells it of the nearest partition in which records wait and others were deleted', () => {
  const [read, whole] = [lag(10n, 40n, 40n), lag(0n, 5n, 1_000n)]
  expect(leastHeadroom([read, whole])).toBeUndefined()
  const waiting = [lag(100n, 150n, 1_100n), { ...lag(30n, 100n, 1_000n), lagSeconds: 95 }]
  expect(leastHeadroom([...waiting, read, whole])).toEqual({ records: 50, seconds: 5 })
})

it('is near within the oldest tenth of a partition that is trimmed', () => {
  expect(nearRetention(lag(100n, 150n, 1_100n))).toBe(true)
  expect(nearRetention(lag(100n, 250n, 1_100n))).toBe(false)
  expect(nearRetention(lag(0n, 0n, 1_000n))).toBe(false)
  expect(nearRetention(lag(100n, 100n, 100n))).toBe(false)
})
