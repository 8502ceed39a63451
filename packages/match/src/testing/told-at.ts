import { type BroadcastEvent, broadcastEventSchema, type MatchState } from '@touchline/contracts'
import { expect } from 'vitest'
import { foldEvents } from '../fold-events.ts'

const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
let ids = 0

/** An event of acme's, so many seconds after kick-off. */
export function toldAt(
  seconds: number,
  type: BroadcastEvent['type'],
  payload: object = {},
  more: object = {},
): BroadcastEvent {
  ids += 1
  const at = new Date(kickOffMs + seconds * 1_000).toISOString()
  const base = { source: 'broadcast', matchId: 'm', sourceEventId: `t${ids}`, provider: 'acme' }
  return broadcastEventSchema.parse({ ...base, occurredAt: at, ingestedAt: at, type, payload, ...more })
}

/** The one state that all orders of the events lead to. */
export function folded(...events: BroadcastEvent[]): MatchState {
  const states = orders(events).map(order => foldEvents(order).state)
  for (const state of states) expect(state).toEqual(states[0])
  return states[0] as MatchState
}

export function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map(rest => [item, ...rest]))
}
