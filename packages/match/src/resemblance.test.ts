import { broadcastEventSchema, type MatchEvent } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { resembles, sameIncidentWithinMs } from './index.ts'

const kickOff = '2026-05-01T19:00:00.000Z'
const at = (seconds: number) => ({
  occurredAt: new Date(Date.parse(kickOff) + seconds * 1_000).toISOString(),
})
const base = { source: 'broadcast', matchId: 'm', sourceEventId: 'e', provider: 'p', ingestedAt: kickOff }
const event = (type: string, payload: object, more: object = {}) =>
  broadcastEventSchema.parse({ ...base, type, payload, ...at(0), ...more })
const stored = (source: { type: string }, more: object = {}) =>
  ({ epoch: 1, seq: 7, clock: { period: 1, seconds: 0 }, ...source, ...more }) as MatchEvent

const clock = (seconds: number, period = 1) => ({ clock: { period, seconds } })
const goal = (more: object = {}, payload: object = {}) =>
  event('goal-scored', { team: 'home', ...payload }, more)

it('takes two reports of one incident for one, within a minute of the clock', () => {
  const within = sameIncidentWithinMs / 1_000
  expect(resembles(goal(clock(600)), [stored(goal(clock(600 + within)))])).toBeDefined()
  expect(resembles(goal(clock(600)), [stored(goal(clock(600 + within + 1)))])).toBeUndefined()
  expect(resembles(goal(clock(600)), [stored(goal(clock(600, 2)))])).toBeUndefined()
  expect(resembles(goal(at(0)), [stored(goal(at(within)))])).toBeDefined()
  expect(resembles(goal(at(0)), [stored(goal(at(within + 1)))])).toBeUndefined()
})

it('tells apart what another side, another player or another card did', () => {
  const [one, other] = [goal(clock(600), { player: 'A' }), goal(clock(601), { player: 'B' })]
  expect(resembles(one, [stored(other)])).toBeUndefined()
  expect(resembles(goal(clock(600)), [stored(other)])).toBeDefined()
  expect(resembles(goal(clock(600), { team: 'away' }), [stored(goal(clock(600)))])).toBeUndefined()
  const card = (kind: string) => event('card-shown', { team: 'home', card: kind }, clock(600))
  expect(resembles(card('yellow'), [stored(card('red'))])).toBeUndefined()
})

it('takes a turn of the match as told once, and a pass never', () => {
  expect(resembles(event('match-ended', {}), [stored(event('match-ended', {}, at(900)))])).toBeDefined()
  const start = (period: number) => event('period-started', {}, clock(0, period))
  expect(resembles(start(2), [stored(start(1), clock(0, 1))])).toBeUndefined()
  expect(resembles(start(2), [stored(start(2), clock(0, 2))])).toBeDefined()
  const pass = event('pass-made', { team: 'home' }, clock(600))
  expect(resembles(pass, [stored(pass)])).toBeUndefined()
})
