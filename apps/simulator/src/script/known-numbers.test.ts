import { expect, it } from 'vitest'
import type { Delivery } from './deliveries.ts'
import { count, noNumbers } from './known-numbers.ts'
import type { Card } from './plan.ts'

const shown = (kind: 'event' | 'duplicate', team: 'home' | 'away', card: Card): Delivery => ({
  kind,
  source: 'broadcast',
  dueSeconds: 0,
  event: {
    source: 'broadcast',
    atSeconds: 0,
    draft: { matchId: 'm', sourceEventId: `${team}-${card}`, type: 'card-shown', payload: { team, card } },
  },
})

it('counts a second yellow as a yellow and a red card, and a repeat as neither', () => {
  const numbers = noNumbers('m', { home: 'A', away: 'B' })
  const sent = [
    shown('event', 'home', 'yellow'),
    shown('duplicate', 'home', 'yellow'),
    shown('event', 'home', 'second-yellow'),
    shown('event', 'away', 'red'),
  ]
  for (const delivery of sent) count(numbers, delivery)
  expect(numbers.yellowCards).toEqual({ home: 2, away: 0 })
  expect(numbers.redCards).toEqual({ home: 1, away: 1 })
  expect(numbers.topics['broadcast-events']).toEqual({ sent: 4, uniqueValid: 3, duplicates: 1, malformed: 0 })
})
