import type { BroadcastEvent } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { folded, toldAt } from './testing/told-at.ts'

const hours = (count: number) => count * 3_600
const beta = { provider: 'beta' }
const goal = (seconds: number, team: 'home' | 'away' = 'home', more: object = {}) =>
  toldAt(seconds, 'goal-scored', { team }, more)
const threeGoals = [goal(60), goal(900), goal(1_800)]
const started = toldAt(0, 'period-started', {}, { clock: { period: 1, seconds: 0 } })
const halfTime = toldAt(2_700, 'period-ended', {}, { clock: { period: 1, seconds: 2_700 } })
const fullTime = toldAt(6_300, 'match-ended', {}, { clock: { period: 2, seconds: 2_700 } })

describe('an event whose date is wrong', () => {
  const yearsAgo = -hours(200_000)

  it('elects nobody for goals, cards or shots', () => {
    expect(folded(...threeGoals, goal(yearsAgo, 'away', beta)).score).toEqual({ home: 3, away: 0 })
    const card = (seconds: number, more: object = {}) =>
      toldAt(seconds, 'card-shown', { team: 'home', card: 'red' }, more)
    expect(folded(...threeGoals, card(100), card(-hours(13), beta), card(200, beta)).redCards.home).toBe(1)
  })

  it('is no whistle, whoever tells it', () => {
    expect(folded(started, halfTime, toldAt(yearsAgo, 'match-ended')).status).toBe('paused')
    expect(folded(started, halfTime, toldAt(yearsAgo, 'match-ended', {}, beta)).status).toBe('paused')
    expect(folded(...threeGoals, toldAt(yearsAgo, 'period-started')).status).toBe('live')
  })

  it('leaves the first goal of a match to whoever told it later, for no date is ahead of ours', () => {
    expect(folded(goal(60), goal(yearsAgo, 'away', beta)).score).toEqual({ home: 1, away: 0 })
  })

  it('takes nothing from whom an operator chose, however many there are', () => {
    const flood = [1, 2, 3].map(day => goal(yearsAgo + hours(24 * day), 'away', beta))
    const chosen = toldAt(2_000, 'primary-provider-changed', { provider: 'acme' }, { provider: 'operator' })
    const state = folded(started, goal(60), chosen, ...flood)
    expect(state).toMatchObject({ status: 'live', score: { home: 1, away: 0 } })
  })
})

it('counts both days of a match that was suspended and finished on the next', () => {
  const resumed = toldAt(hours(22), 'period-started', {}, { clock: { period: 2, seconds: 0 } })
  const ended = toldAt(hours(23), 'match-ended', {}, { clock: { period: 2, seconds: 2_700 } })
  const later = [goal(hours(22) + 60), goal(hours(22) + 90)]
  expect(folded(started, halfTime, goal(60), resumed, ...later).status).toBe('live')
  const state = folded(started, goal(60), resumed, ended, ...later)
  expect(state).toMatchObject({ status: 'ended', score: { home: 3, away: 0 } })
})

it('elects nobody for the whistles by a ruling, while anybody blows one', () => {
  const resumed = toldAt(-3_600, 'status-changed', { status: 'resumed' }, beta)
  expect(folded(started, halfTime, fullTime, resumed).status).toBe('ended')
  expect(folded(toldAt(-3_600, 'status-changed', { status: 'postponed' }, beta)).status).toBe('postponed')
})

it('takes shots for a kind of their own: whoever tells them alone takes no goals away', () => {
  const shot = toldAt(30, 'shot-taken', { team: 'away', outcome: 'saved' }, beta)
  expect(folded(goal(60), goal(900), shot)).toMatchObject({
    score: { home: 2, away: 0 },
    shots: { home: 2, away: 1 },
  })
  const own = toldAt(40, 'shot-taken', { team: 'away', outcome: 'saved' })
  expect(folded(goal(60), shot, own).shots).toEqual({ home: 1, away: 1 })
})

describe('the teams', () => {
  const teams = (home: string) => ({ fixture: { home, away: 'Chelsea' } })
  const pass = (seconds: number, more: object) => toldAt(seconds, 'pass-made', { team: 'home' }, more)
  const anew = (event: BroadcastEvent, more: object) => ({ ...event, ...more }) as BroadcastEvent

  it('are as the provider that counts named them first, not as an older event of another did', () => {
    const other = pass(-hours(200_000), { ...beta, ...teams('BUY COINS') })
    expect(folded(goal(60, 'home', teams('Arsenal')), other).fixture?.home).toBe('Arsenal')
  })

  it('are never those of a social post or a sensor', () => {
    const post = anew(pass(0, teams('BUY COINS')), { source: 'social', type: 'post-published' })
    expect(folded(pass(60, teams('Arsenal')), post).fixture?.home).toBe('Arsenal')
    expect(folded(post).fixture).toBeNull()
  })

  it('are as an operator said last', () => {
    const said = (seconds: number, home: string) => pass(seconds, { provider: 'operator', ...teams(home) })
    expect(folded(pass(60, teams('Arsenal')), said(70, 'Spurs'), said(80, 'Fulham')).fixture?.home).toBe(
      'Fulham',
    )
  })

  it('follow revisions and withdrawals of the event that named them, whenever those come', () => {
    const first = pass(60, { revision: 1, ...teams('Arsenl') })
    const second = pass(70, teams('Arsenal'))
    const revised = anew(first, { revision: 2, ...teams('Arsenal FC') })
    expect(folded(first, second, revised).fixture?.home).toBe('Arsenal FC')
    const unnamed = anew(first, { revision: 2, fixture: undefined })
    expect(folded(first, second, unnamed).fixture?.home).toBe('Arsenal')
    const withdrawn = anew(first, { revision: 3, type: 'event-withdrawn', payload: {}, fixture: undefined })
    expect(folded(first, second, withdrawn).fixture?.home).toBe('Arsenal')
    expect(folded(first, withdrawn).fixture).toBeNull()
  })
})
