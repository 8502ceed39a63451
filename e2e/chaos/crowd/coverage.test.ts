import { expect, it } from 'vitest'
import { Coverage, noCoverage } from './coverage.ts'

const event = (seq: number) => ({ kind: 'event' as const, afterSeq: seq - 1, seq })

it('finds what is lost, doubled and out of order on one connection', () => {
  const counts = noCoverage()
  const connection = new Coverage(counts).connection()
  for (const seq of [1, 2, 2, 5, 3, 6]) connection.cover(event(seq))
  expect(counts).toMatchObject({ events: 4, twice: 1, lost: 2, outOfOrder: 1 })
})

it('goes on over connections, and lets two of them overlap', () => {
  const counts = noCoverage()
  const feed = new Coverage(counts)
  const old = feed.connection()
  for (const seq of [1, 2]) old.cover(event(seq))
  const next = feed.connection()
  for (const seq of [3, 4]) old.cover(event(seq))
  for (const seq of [3, 4, 5]) next.cover(event(seq))
  expect(feed.seq).toBe(5)
  expect(counts).toEqual({ ...noCoverage(), events: 5, overlapped: 2 })
})

it('sees a hole between two connections', () => {
  const counts = noCoverage()
  const feed = new Coverage(counts)
  feed.connection().cover(event(1))
  feed.connection().cover(event(3))
  expect(counts.lost).toBe(1)
})

it('takes a marker for what it covers, if it joins on', () => {
  const counts = noCoverage()
  const connection = new Coverage(counts).connection()
  connection.cover(event(1))
  connection.cover({ kind: 'skip', afterSeq: 1, seq: 5 })
  connection.cover({ kind: 'gap', afterSeq: 5, seq: 50 })
  connection.cover(event(51))
  expect(counts).toEqual({ ...noCoverage(), events: 2, skipped: 4, gaps: 45 })
  connection.cover({ kind: 'skip', afterSeq: 40, seq: 60 })
  expect(counts.outOfOrder).toBe(1)
})
