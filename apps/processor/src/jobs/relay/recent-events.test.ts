import type { MatchEvent } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { createRecentEvents } from './recent-events.ts'

const range = (firstSeq: number, lastSeq: number) => ({ matchId: 'm', epoch: 1, firstSeq, lastSeq })
const events = (count: number) => Array.from({ length: count }, (_, seq) => ({ seq }) as MatchEvent)

it('gives a row its events once', () => {
  const recent = createRecentEvents(10)
  recent.keep(range(1, 3), events(3))
  expect(recent.take(range(1, 2))).toBeUndefined()
  expect(recent.take({ ...range(1, 3), epoch: 2 })).toBeUndefined()
  expect(recent.take(range(1, 3))).toHaveLength(3)
  expect(recent.take(range(1, 3))).toBeUndefined()
})

it('never holds more than its bound, and lets the oldest go', () => {
  const recent = createRecentEvents(5)
  recent.keep(range(1, 3), events(3))
  recent.keep(range(4, 6), events(3))
  expect(recent.take(range(1, 3))).toBeUndefined()
  expect(recent.take(range(4, 6))).toHaveLength(3)
  recent.keep(range(7, 20), events(14))
  expect(recent.take(range(7, 20))).toBeUndefined()
})
