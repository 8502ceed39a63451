import type { MatchEvent } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { carriedState, emptyMatch, evolve, FactIndex, type FoldedMatch, kicksMax } from './index.ts'

const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
type Event = Pick<MatchEvent, 'source' | 'type' | 'occurredAt' | 'clock' | 'payload'>

const event = (type: string, seconds: number, period = 1, payload: object = { team: 'home' }): Event =>
  ({
    ...{ source: 'broadcast', type, payload, clock: { period, seconds } },
    occurredAt: new Date(kickOffMs + (period * 4_000 + seconds) * 1_000).toISOString(),
  }) as Event

/** What each event carries, one after the other. */
function carriedBy(events: readonly Event[]) {
  let match: FoldedMatch = { ...emptyMatch, facts: FactIndex.of(new Map()) }
  return events.map((event, index) => {
    // As it comes from the store.
    match = { ...match, ...JSON.parse(JSON.stringify({ state: match.state, memory: match.memory })) }
    const { state: before } = match
    const told = { source: event.source, provider: 'acme', fixture: { home: 'A', away: 'B' } }
    const change = { ...told, identity: `e${index}`, seq: index + 1, after: event }
    match = evolve(match, change)
    return carriedState({ before, after: match.state, change }, event)
  })
}

describe('the state that an event carries', () => {
  it('is none for play that goes on, in any period', () => {
    const passes = [1, 2].flatMap(period =>
      Array.from({ length: 200 }, (_, index) => event('pass-made', index * 10, period)),
    )
    const whistled = [event('period-started', 0), ...passes.slice(0, 200)]
    const second = [event('period-started', 0, 2), ...passes.slice(200)]
    const carried = carriedBy([...whistled, ...second])
    expect(carried.flatMap((state, index) => (state ? [index] : []))).toEqual([0, 201])
    expect(carried[201]).toMatchObject({ status: 'live', clock: { period: 2, seconds: 0 } })
  })

  it('is all but the score for a fact, one that is not counted too', () => {
    const [goal] = carriedBy([event('goal-scored', 60)])
    expect(goal).toMatchObject({ status: 'live', shots: { home: 1, away: 0 }, clock: { seconds: 60 } })
    expect(goal).not.toHaveProperty('score')
  })

  it('is told where play comes to another state than it seems to', () => {
    const ended = [event('period-started', 0), event('match-ended', 2_800)]
    const [, , late, later] = carriedBy([
      ...ended,
      event('pass-made', 2_700),
      // One event alone may be wrong about the period, so the match stays ended.
      event('pass-made', 10, 2),
    ])
    expect(late).toBeUndefined()
    expect(later).toMatchObject({ status: 'ended', clock: { period: 1, seconds: 2_800 } })
  })

  it('does not repeat the kicks of a shoot-out that it leaves as they are', () => {
    const shootOut = [event('period-started', 0, 5), event('goal-scored', 10, 5), event('goal-scored', 20, 5)]
    const card = event('card-shown', 30, 5, { team: 'away', card: 'yellow' })
    const carried = carriedBy([...shootOut, card, event('shot-taken', 60)])
    expect(carried.map(state => state?.penaltyKicks?.length)).toEqual([undefined, 1, 2, undefined, undefined])
    expect(carried.map(state => state?.keepsKicks)).toEqual([undefined, undefined, undefined, true, true])
    expect(carried.at(-1)).toMatchObject({ penalties: { home: 2, away: 0 } })
  })

  it('holds a bounded number of kicks', () => {
    const kicks = Array.from({ length: kicksMax + 5 }, (_, index) => event('goal-scored', index, 5))
    const carried = carriedBy([event('period-started', 0, 5), ...kicks])
    expect(Math.max(...carried.map(state => state?.penaltyKicks?.length ?? 0))).toBe(kicksMax)
    expect(carried.at(-1)).toMatchObject({ keepsKicks: true, penalties: { home: kicksMax + 5 } })
  })
})
