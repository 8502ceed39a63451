import { type BroadcastEvent, broadcastEventSchema, type MatchState } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { foldEvents } from './index.ts'

const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
const iso = (seconds: number) => new Date(kickOffMs + seconds * 1_000).toISOString()

let ids = 0
/** An event so many seconds after kick-off. */
function at(
  seconds: number,
  type: BroadcastEvent['type'],
  payload: object = {},
  more: object = {},
): BroadcastEvent {
  ids += 1
  const base = { source: 'broadcast', matchId: 'm', sourceEventId: `e${ids}`, provider: 'acme' }
  const when = { occurredAt: iso(seconds), ingestedAt: iso(seconds) }
  return broadcastEventSchema.parse({ ...base, ...when, type, payload, ...more })
}
const clock = (period: number, seconds: number) => ({ clock: { period, seconds } })
const goal = (seconds: number, team: 'home' | 'away', more: object = {}) =>
  at(seconds, 'goal-scored', { team }, more)
const pass = (seconds: number, more: object = {}) => at(seconds, 'pass-made', { team: 'home' }, more)

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map(rest => [item, ...rest]))
}
/** The one state that all orders of the events lead to. */
function folded(...events: BroadcastEvent[]): MatchState {
  const states = orders(events).map(order => foldEvents(order).state)
  for (const state of states) expect(state).toEqual(states[0])
  return states[0] as MatchState
}

describe('the score', () => {
  it('is what a correction says as of its time, and later goals on top', () => {
    const corrected = at(120, 'score-corrected', { home: 0, away: 0 })
    expect(folded(goal(60, 'home'), goal(180, 'away'), corrected).score).toEqual({ home: 0, away: 1 })
  })

  it('counts a goal of the same instant as a correction, unless the clocks say that it came before', () => {
    const corrected = at(120, 'score-corrected', { home: 1, away: 0 }, clock(1, 120))
    expect(folded(corrected, goal(120, 'away')).score).toEqual({ home: 1, away: 1 })
    expect(folded(corrected, goal(120, 'home', clock(1, 119))).score).toEqual({ home: 1, away: 0 })
  })

  it('counts two goals of one player within a minute', () => {
    expect(folded(goal(60, 'home'), goal(80, 'home')).score).toEqual({ home: 2, away: 0 })
  })

  it('leaves out the shoot-out, which has a tally of its own', () => {
    const kicks = [goal(9_000, 'home', clock(5, 0)), goal(9_060, 'away', clock(5, 60))]
    const missed = at(9_120, 'shot-taken', { team: 'home', outcome: 'saved', player: 'Kane' }, clock(5, 120))
    const state = folded(goal(60, 'home', clock(1, 60)), ...kicks, missed)
    expect(state).toMatchObject({ score: { home: 1, away: 0 }, penalties: { home: 1, away: 1 } })
    expect(state.penaltyKicks).toEqual([
      { team: 'home', scored: true },
      { team: 'away', scored: true },
      { team: 'home', scored: false, player: 'Kane' },
    ])
    expect(state.shots).toEqual({ home: 1, away: 0 })
  })

  it('takes an attempt that its own clock places in the fifth period for a kick, with or without a whistle', () => {
    const first = goal(9_000, 'home', clock(5, 20))
    const state = folded(goal(60, 'home', clock(1, 60)), pass(70, clock(1, 70)), first)
    expect(state).toMatchObject({ score: { home: 1, away: 0 }, penalties: { home: 1, away: 0 } })
    expect(state.clock).toEqual({ period: 1, seconds: 70 })
    const saved = at(9_000, 'shot-taken', { team: 'away', outcome: 'saved' }, clock(5, 20))
    expect(folded(saved)).toMatchObject({ shots: { home: 0, away: 0 }, penalties: { home: 0, away: 0 } })
  })

  it('counts a goal once where two partners report it, by the one that began, or that an operator chose', () => {
    const acme = [goal(60, 'home'), goal(900, 'home')]
    const other = [goal(61, 'home', { provider: 'other' })]
    expect(folded(...acme, ...other).score).toEqual({ home: 2, away: 0 })
    const chosen = at(950, 'primary-provider-changed', { provider: 'other' }, { provider: 'operator' })
    expect(folded(...acme, ...other, chosen).score).toEqual({ home: 1, away: 0 })
  })
})

describe('the status', () => {
  const started = at(0, 'period-started', {}, clock(1, 0))
  const halfTime = at(2_700, 'period-ended', {}, clock(1, 2_700))

  it('is live by play alone: substitutions, cards and injuries come in breaks and warm-ups too', () => {
    const substitution = at(
      2_800,
      'substitution-made',
      { team: 'home', playerIn: 'A', playerOut: 'B' },
      clock(2, 0),
    )
    const card = at(2_900, 'card-shown', { team: 'away', card: 'red' }, clock(1, 2_700))
    expect(folded(started, halfTime, substitution, card)).toMatchObject({
      status: 'paused',
      clock: { period: 1, seconds: 2_700 },
    })
    expect(folded(at(-600, 'injury-reported', { team: 'home' }, clock(1, 0))).status).toBe('scheduled')
  })

  it('reopens where a later period is played after full time', () => {
    const fullTime = at(6_300, 'match-ended', {}, clock(2, 2_820))
    const extra = at(6_600, 'period-started', {}, clock(3, 0))
    expect(folded(started, halfTime, fullTime).status).toBe('ended')
    expect(folded(started, fullTime, extra, pass(6_610, clock(3, 10)))).toMatchObject({
      status: 'live',
      clock: { period: 3, seconds: 10 },
    })
  })

  it('follows whistles that tell no clock', () => {
    const bare = [at(0, 'period-started'), at(2_700, 'period-ended'), at(3_600, 'period-started')]
    expect(folded(...bare)).toMatchObject({ status: 'live', clock: { period: 2, seconds: 0 } })
    expect(folded(...bare, at(6_300, 'match-ended')).status).toBe('ended')
    expect(folded(at(0, 'period-started'), at(2_700, 'period-ended')).status).toBe('paused')
  })

  it('is what the newest ruling says, until play or a new date overrules it', () => {
    const ruled = (status: string, seconds = 1_000) => at(seconds, 'status-changed', { status })
    expect(folded(started, ruled('suspended')).status).toBe('suspended')
    expect(folded(started, ruled('suspended'), ruled('resumed', 1_200)).status).toBe('live')
    expect(folded(started, ruled('abandoned'), at(1_500, 'match-ended', {}, clock(1, 1_500))).status).toBe(
      'abandoned',
    )
    const teams = { home: 'A', away: 'B' }
    expect(folded(at(-900, 'match-scheduled', teams), ruled('postponed', -600)).status).toBe('postponed')
    expect(folded(ruled('postponed', -600), at(-300, 'match-scheduled', teams)).status).toBe('scheduled')
  })

  it('fixes the result of an awarded match', () => {
    const awarded = at(1_000, 'status-changed', { status: 'awarded', score: { home: 3, away: 0 } })
    expect(folded(started, goal(60, 'away', clock(1, 60)), awarded)).toMatchObject({
      status: 'awarded',
      score: { home: 3, away: 0 },
    })
  })
})

describe('the clock', () => {
  const play = [600, 610, 620].map(seconds => pass(seconds, clock(1, seconds)))

  it('is not moved by one event that names a later period, whatever comes after it', () => {
    expect(folded(...play, pass(615, clock(5, 10))).clock).toEqual({ period: 1, seconds: 620 })
    expect(folded(...play, pass(615, clock(2, 700)), pass(630, clock(1, 630))).clock).toEqual({
      period: 1,
      seconds: 630,
    })
  })

  it('is not moved by one event that is far ahead in its period', () => {
    expect(folded(...play, pass(625, clock(1, 5_000))).clock).toEqual({ period: 1, seconds: 620 })
  })

  it('believes a feed whose times say nothing of the clock', () => {
    const sparse = [pass(0, clock(1, 600)), pass(1, clock(1, 1_800)), pass(2, clock(1, 2_400))]
    expect(folded(...sparse).clock).toEqual({ period: 1, seconds: 2_400 })
  })
})

describe('a schedule', () => {
  it('is the newest by its own time', () => {
    const [older, newer] = [
      at(1, 'match-scheduled', { home: 'A', away: 'B' }),
      at(2, 'match-scheduled', { home: 'C', away: 'D' }),
    ]
    expect(folded(older, newer).fixture).toEqual({ home: 'C', away: 'D' })
  })
})

describe('a revision', () => {
  const first = goal(60, 'home')
  const version = (revision: number | string, team: 'home' | 'away') => ({
    ...goal(60, team),
    sourceEventId: first.sourceEventId,
    revision,
  })
  const withdrawn = (more: object = {}) =>
    ({ ...at(70, 'event-withdrawn'), sourceEventId: first.sourceEventId, ...more }) as BroadcastEvent

  it('holds where it is the highest, whenever it comes', () => {
    const versions = [version(1, 'home'), version(3, 'away'), version(2, 'home')] as BroadcastEvent[]
    expect(folded(...versions).score).toEqual({ home: 0, away: 1 })
    const times = [version('2026-05-01T19:01:00Z', 'home'), version('2026-05-01T19:02:00+00:00', 'away')]
    expect(folded(...(times as BroadcastEvent[])).score).toEqual({ home: 0, away: 1 })
  })

  it('without a number is the one that came in last, in whatever order it is processed', () => {
    const changed = { ...goal(60, 'away'), sourceEventId: first.sourceEventId, ingestedAt: iso(61) }
    expect(folded(first, changed as BroadcastEvent).score).toEqual({ home: 0, away: 1 })
  })

  it('takes an event back, for good where the withdrawal has no number', () => {
    expect(folded(first, withdrawn()).score).toEqual({ home: 0, away: 0 })
    const higher = [version(1, 'home'), withdrawn({ revision: 2 }), version(3, 'away')] as BroadcastEvent[]
    expect(folded(...higher).score).toEqual({ home: 0, away: 1 })
  })
})
