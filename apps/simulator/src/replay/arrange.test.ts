import { matchIdSchema } from '@touchline/contracts'
import type { SentItem } from '@touchline/formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange } from './arrange.ts'
import { inDocumentOrder, inMatchOrder, withDue } from './due.ts'

const matchId = matchIdSchema.parse('m')
const at = (id: string, period?: number, seconds = 0): SentItem => ({
  matchId,
  sourceEventId: id,
  occurredAt: '2026-05-01T19:00:00.000Z',
  ...(period !== undefined && { clock: { period, seconds } }),
  type: 'match-ended',
  payload: {},
})
const ids = (events: readonly { item: SentItem }[]) => events.map(({ item }) => item.sourceEventId).join('')
const events = withDue([
  at('a'),
  at('b', 1, 10),
  at('c', 2, 5),
  at('d', 1, 60),
  { matchId, sourceEventId: 'e', deleted: true },
])

describe('an event is due', () => {
  it('by the clock of its match, halves one right after the other', () => {
    expect(events.map(({ dueSeconds }) => dueSeconds)).toEqual([0, 10, 65, 60, 65])
  })

  it('in the order of the document, or of the match', () => {
    expect(inDocumentOrder(events).map(({ dueSeconds }) => dueSeconds)).toEqual([0, 10, 65, 65, 65])
    expect(ids(inMatchOrder(events))).toBe('abdce')
  })
})

describe('an arrangement', () => {
  it('sends each event so many times, in any order that its seed gives', () => {
    expect(ids(arrange(events, { times: 2, shuffleSeed: undefined }))).toBe('abcdeabcde')
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 3 }), (shuffleSeed, times) => {
        const sent = arrange(events, { times, shuffleSeed })
        expect([...ids(sent)].sort().join('')).toBe([...'abcde'.repeat(times)].sort().join(''))
        expect(arrange(events, { times, shuffleSeed })).toEqual(sent)
        const due = sent.map(({ dueSeconds }) => dueSeconds)
        expect(due).toEqual([...due].sort((a, b) => a - b))
      }),
    )
    const orders = ['1', '2', '3', '4'].map(shuffleSeed => ids(arrange(events, { times: 1, shuffleSeed })))
    expect(new Set(orders).size).toBeGreaterThan(2)
  })
})
