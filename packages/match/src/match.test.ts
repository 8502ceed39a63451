import {
  type BroadcastEvent,
  broadcastEventSchema,
  type MatchState,
  sensorEventSchema,
} from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { decide, foldEvents, futureToleranceMs, initialState, laneOf } from './index.ts'

const nowMs = Date.parse('2026-05-01T19:00:00.000Z')

let ids = 0
function event(type: BroadcastEvent['type'], payload: object, more: object = {}): BroadcastEvent {
  ids += 1
  const occurredAt = new Date(nowMs).toISOString()
  const base = {
    source: 'broadcast',
    matchId: 'm',
    sourceEventId: `e${ids}`,
    provider: 'p',
    ingestedAt: occurredAt,
  }
  return broadcastEventSchema.parse({ ...base, occurredAt, type, payload, ...more })
}
const after = (...events: BroadcastEvent[]): MatchState => foldEvents(events).state

describe('a match', () => {
  it('counts goals for the side that they count for, own goals without a shot', () => {
    const state = after(
      event('goal-scored', { team: 'home' }),
      event('goal-scored', { team: 'away', kind: 'own-goal' }),
      event('shot-taken', { team: 'away', outcome: 'saved' }),
    )
    expect(state).toMatchObject({ score: { home: 1, away: 1 }, shots: { home: 1, away: 1 } })
  })

  it('counts a second yellow as a yellow and a red card', () => {
    const state = after(
      event('card-shown', { team: 'home', card: 'yellow' }),
      event('card-shown', { team: 'home', card: 'second-yellow' }),
      event('card-shown', { team: 'away', card: 'red' }),
    )
    expect(state).toMatchObject({ yellowCards: { home: 2, away: 0 }, redCards: { home: 1, away: 1 } })
  })

  it('goes live, pauses at half-time, ends, and stays ended for play that comes late', () => {
    const at = (period: number, seconds: number) => ({
      clock: { period, seconds },
      occurredAt: new Date(nowMs - 7_200_000 + (period * 3_600 + seconds) * 1_000).toISOString(),
    })
    const told = [
      event('period-started', {}, at(1, 0)),
      event('period-ended', {}, at(1, 2_700)),
      event('pass-made', { team: 'home' }, at(1, 2_650)),
      event('match-ended', {}, at(2, 2_700)),
      event('pass-made', { team: 'home' }, at(2, 2_650)),
    ]
    const statuses = told.map((_, index) => after(...told.slice(0, index + 1)).status)
    expect(statuses).toEqual(['live', 'paused', 'paused', 'ended', 'ended'])
  })

  it('keeps the fixture of the earliest event that tells one, until the schedule names one', () => {
    const at = (ms: number) => ({ occurredAt: new Date(nowMs + ms).toISOString() })
    const later = event('pass-made', { team: 'home' }, { ...at(5), fixture: { home: 'C', away: 'D' } })
    const first = event('pass-made', { team: 'home' }, { ...at(0), fixture: { home: 'A', away: 'B' } })
    expect(after(later, first).fixture).toEqual({ home: 'A', away: 'B' })
    const [older, newer] = [
      event('match-scheduled', { home: 'E', away: 'F' }, at(1)),
      event('match-scheduled', { home: 'G', away: 'H' }, at(2)),
    ]
    expect(after(first, newer, older).fixture).toEqual({ home: 'G', away: 'H' })
  })
})

describe('decide', () => {
  const goal = (more: object) => event('goal-scored', { team: 'home' }, more)

  it('rejects the future beyond the tolerance', () => {
    const at = (ms: number) => ({ occurredAt: new Date(nowMs + ms).toISOString() })
    expect(decide(initialState, goal(at(futureToleranceMs)), nowMs).kind).toBe('accept')
    expect(decide(initialState, goal(at(futureToleranceMs + 1)), nowMs)).toMatchObject({
      code: 'implausible-time',
    })
  })

  it('rejects numbers out of range and names where', () => {
    const ball = sensorEventSchema.parse({
      source: 'sensor',
      matchId: 'm',
      sourceEventId: 's',
      provider: 'p',
      ingestedAt: new Date(nowMs).toISOString(),
      occurredAt: new Date(nowMs).toISOString(),
      type: 'ball-tracked',
      payload: { x: 0.5, y: 0.5, speedMps: 300 },
    })
    const message = 'payload.speedMps is 300, outside 0 to 70'
    expect(decide(initialState, ball, nowMs)).toEqual({ kind: 'reject', code: 'implausible-value', message })
    const start = { payload: { team: 'home', start: { x: 9, y: 0 } } }
    expect(decide(initialState, goal(start), nowMs)).toMatchObject({
      message: 'payload.start.x is 9, outside -0.2 to 1.2',
    })
    const clock = { clock: { period: 9, seconds: 0 } }
    expect(decide(initialState, goal(clock), nowMs)).toMatchObject({ code: 'implausible-value' })
  })

  it('runs the clock on for a source that has none', () => {
    const live = after(event('period-started', {}, { clock: { period: 2, seconds: 10 } }))
    const later = { occurredAt: new Date(nowMs + 1_500).toISOString() }
    const clock = { period: 2, seconds: 11.5 }
    expect(decide(live, event('pass-made', { team: 'home' }, later), nowMs + 1_500)).toMatchObject({ clock })
  })
})

it('puts goals, cards, injuries and full time into the critical lane, chatter into the low one', () => {
  const lanes = (['goal-scored', 'card-shown', 'injury-reported', 'match-ended'] as const).map(laneOf)
  expect(new Set(lanes)).toEqual(new Set(['critical']))
  expect(laneOf('post-published')).toBe('low')
  expect(laneOf('ball-tracked')).toBe('normal')
})
