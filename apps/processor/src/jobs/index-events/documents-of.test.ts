import type { IndexableEvent } from '@touchline/db'
import { describe, expect, it } from 'vitest'
import { documentsOf, seqsRevisedBy } from './documents-of.ts'

const event = (seq: number, type: string, payload: object) =>
  ({
    ...{ matchId: 'm', seq, type, lane: 'critical', source: 'broadcast', sourceEventId: 'g', payload },
    ...{ occurredAt: '2026-05-01T19:00:00.000Z', correlationId: `c${seq}` },
  }) as unknown as IndexableEvent
const said = (player: string) => ({
  type: 'goal-scored',
  occurredAt: '2026-05-01T19:00:05.000Z',
  clock: { period: 1, seconds: 5 },
  payload: { team: 'home', player },
})
const first = event(1, 'goal-scored', said('Kane').payload)
const revised = event(2, 'event-revised', { position: '1:1', previous: said('Kane'), event: said('Saka') })
const withdrawn = event(3, 'event-withdrawn', { position: '1:1', previous: said('Saka') })
const originals = new Map([[1, first]])
const found = (...events: IndexableEvent[]) =>
  documentsOf(events, originals, null).map(({ seq, correlationId, names }) => [seq, correlationId, names])

describe('the documents of a batch', () => {
  it('have a revised event under its own place by what it says now', () => {
    expect(seqsRevisedBy([first, revised])).toEqual([1])
    const now = [
      [1, 'c1', 'goal scored saka'],
      [2, 'c2', 'event revised goal scored saka'],
    ]
    expect(found(first, revised)).toEqual(now)
    expect(found(revised).toSorted()).toEqual(now)
  })

  it('have a withdrawn one by what it said last, as withdrawn', () => {
    expect(found(first, revised, withdrawn)).toEqual([
      [1, 'c1', 'goal scored saka withdrawn'],
      [2, 'c2', 'event revised goal scored saka'],
      [3, 'c3', 'event withdrawn goal scored saka'],
    ])
  })

  it('leave alone what was never in the feed', () => {
    const unknown = event(4, 'event-withdrawn', { position: null, previous: null })
    expect(found(unknown)).toEqual([[4, 'c4', 'event withdrawn']])
  })
})
