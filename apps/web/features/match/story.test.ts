import type { Frame, MatchEvent } from '@touchline/contracts'
import { emptySnapshot } from '@touchline/sdk/snapshot'
import { describe, expect, it } from 'vitest'
import { describeEvent } from './describe-event.ts'
import { feedWindow, lanesFrom, lanesText, seqFrom, windowRows } from './feed-window.ts'
import { asTold, emptyStats, furthest, possession, tellsAll } from './match-stats.ts'
import { matchStory, type Story } from './story.ts'

const event = (seq: number, type: string, payload: object = {}, more: object = {}): MatchEvent =>
  ({
    matchId: 'm',
    epoch: 1,
    seq,
    type,
    lane: 'normal',
    score: { home: 1, away: 0 },
    clock: { period: 1, seconds: seq },
    payload,
    ...more,
  }) as unknown as MatchEvent
const told = (...frames: Frame[]): Story => matchStory.apply(matchStory.initial, frames)

describe('the story of a match', () => {
  it('keeps key moments, and what sensors track out of the list', () => {
    const story = told(
      event(1, 'period-started'),
      event(2, 'ball-tracked', { x: 0.2, y: 0.4, speedMps: 3 }),
      event(3, 'player-tracked', { x: 0.3, y: 0.4, team: 'home', player: 'Ada', speedMps: 3 }),
      event(4, 'goal-scored', { team: 'home', player: 'Ada' }, { lane: 'critical' }),
      event(5, 'post-published', { author: 'a', text: 'yes' }, { lane: 'low' }),
    )
    expect(story.moments.map(moment => moment.seq)).toEqual([1, 4])
    expect(feedWindow(story, lanesFrom(null)).rows.map(row => row.seq)).toEqual([5, 4, 1])
    expect(feedWindow(story, lanesFrom('critical')).rows.map(row => row.seq)).toEqual([4])
    expect(story.pitch.ball).toHaveLength(1)
    expect(story.pitch.players.get('home:Ada')).toMatchObject({ x: 0.3 })
    expect(story.stats.home).toMatchObject({ shots: 1, onTarget: 1 })
  })

  it('is the same folded at once or bit by bit', () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      event(index + 1, index % 3 === 0 ? 'card-shown' : 'pass-made', {
        team: index % 2 ? 'home' : 'away',
        card: 'second-yellow',
      }),
    )
    const bitByBit = events.reduce((story, one) => matchStory.apply(story, [one]), matchStory.initial)
    expect(bitByBit).toEqual(told(...events))
    expect(bitByBit.stats.home.redCards + bitByBit.stats.away.redCards).toBe(20)
    expect(possession(bitByBit.stats)).toEqual({ home: 50, away: 50 })
  })

  it('starts over when the history was lost', () => {
    const reset: Frame = { type: 'feed-reset', matchId: 'm', epoch: 2, seq: 0, reason: 'epoch-changed' }
    const story = told(
      event(1, 'period-started'),
      reset,
      event(1, 'pass-made', { team: 'home' }, { epoch: 2 }),
    )
    expect(story.moments).toEqual([])
    expect(story.stats.home.passes).toBe(1)
  })

  it('shows a bounded window of thousands of events, and can go back in it', () => {
    const story = told(
      ...Array.from({ length: 3_620 }, (_, index) => event(index + 1, 'pass-made', { team: 'home' })),
    )
    const newest = feedWindow(story, lanesFrom(null))
    expect(newest.rows).toHaveLength(windowRows)
    expect(newest.rows[0]?.seq).toBe(3_620)
    expect(newest.older).toBe(3_620 - windowRows)
    expect(feedWindow(story, lanesFrom(null), 10).rows.map(row => row.seq)).toEqual([
      9, 8, 7, 6, 5, 4, 3, 2, 1,
    ])
  })
})

describe('what was said of an event', () => {
  const said = (type: string, payload: object) => ({ type, payload, clock: { period: 1, seconds: 4 } })
  const goal = said('goal-scored', { team: 'home', player: 'Ada' })
  const about = (seq: number, position: string, previous: object | null, now?: object) =>
    event(
      seq,
      now ? 'event-revised' : 'event-withdrawn',
      { position, previous, ...(now && { event: now }) },
      { lane: 'critical', storedAt: '2026-05-01T19:00:00.000Z' },
    )
  const first = event(1, 'goal-scored', goal.payload, { lane: 'critical', clock: goal.clock })
  const second = event(2, 'goal-scored', goal.payload, { lane: 'critical', score: { home: 2, away: 0 } })

  it('changes in place where it was corrected, with its history', () => {
    const now = said('goal-scored', { team: 'away', player: 'Bea' })
    const story = told(first, second, about(3, '1:1', goal, now))
    expect(story.moments).toMatchObject([
      { seq: 1, payload: { team: 'away' }, score: { home: 0, away: 1 }, versions: [{ seq: 1 }, { seq: 3 }] },
      { seq: 2, score: { home: 1, away: 1 } },
    ])
    expect(feedWindow(story, lanesFrom(null)).rows.map(row => row.seq)).toEqual([2, 1])
    expect([story.stats.home.shots, story.stats.away.shots]).toEqual([1, 1])
    expect(story.news?.seq).toBe(3)
  })

  it('is no moment and no shot once it was withdrawn, and stays in the feed as withdrawn', () => {
    const story = told(first, second, about(3, '1:1', goal))
    expect(story.moments.map(moment => [moment.seq, moment.score])).toEqual([[2, { home: 1, away: 0 }]])
    expect(feedWindow(story, lanesFrom(null)).rows).toMatchObject([{ seq: 2 }, { seq: 1, isWithdrawn: true }])
    expect(story.stats.home).toMatchObject({ shots: 1, onTarget: 1 })
    expect(story.news && describeEvent(story.news)).toMatchObject({ title: 'Withdrawn: Goal', team: 'home' })
  })

  it('moves to the lane of what it is now', () => {
    const pass = event(1, 'pass-made', { team: 'home' }, { clock: goal.clock })
    const story = told(pass, about(2, '1:1', said('pass-made', { team: 'home' }), goal))
    expect([story.lanes.critical, story.lanes.normal].map(({ length }) => length)).toEqual([1, 0])
    expect(story.stats.home).toMatchObject({ passes: 0, shots: 1 })
    expect(story.moments).toMatchObject([{ seq: 1, type: 'goal-scored' }])
  })

  it('takes nothing back that was never told', () => {
    const story = told(
      event(8, 'pass-made', { team: 'home' }),
      about(9, '1:2', said('pass-made', { team: 'home' })),
    )
    expect(story.stats.home.passes).toBe(1)
    expect(feedWindow(story, lanesFrom(null)).rows).toMatchObject([{ seq: 9, isWithdrawn: true }, { seq: 8 }])
  })

  it('by another source as well counts nowhere, and a kick of the shoot-out is no goal', () => {
    const backup = event(1, 'goal-scored', goal.payload, { lane: 'critical', isBackup: true })
    const kick = event(2, 'goal-scored', goal.payload, { lane: 'critical', clock: { period: 5, seconds: 0 } })
    const story = told(backup, kick)
    expect(story.moments).toEqual([])
    expect(story.stats.home.shots).toBe(0)
    expect(describeEvent(kick).title).toBe('Penalty scored')
    expect(feedWindow(story, lanesFrom(null)).rows).toHaveLength(2)
  })

  it('is the same folded at once or bit by bit', () => {
    const frames = [
      first,
      second,
      about(3, '1:1', goal),
      about(4, '1:2', goal, goal),
      about(5, '1:1', null, goal),
    ]
    const bitByBit = frames.reduce((story, one) => matchStory.apply(story, [one]), matchStory.initial)
    expect(bitByBit).toEqual(told(...frames))
    expect(bitByBit.moments).toHaveLength(2)
  })
})

describe('possession and shots', () => {
  it('are shares of passes that make a hundred, and nothing before any', () => {
    const events = [1, 2, 3].map(seq => event(seq, 'pass-made', { team: seq === 1 ? 'away' : 'home' }))
    expect(possession(told(...events).stats)).toEqual({ home: 67, away: 33 })
    expect(possession(told(event(1, 'ball-carried', { team: 'home' })).stats)).toBeUndefined()
  })

  it('come from whoever has counted further: the gateway at first, then the page', () => {
    const counted = { passes: { home: 1, away: 1 }, shots: { home: 0, away: 1 } }
    const first = furthest(emptyStats, counted)
    expect([possession(first), first.away.shots]).toEqual([{ home: 50, away: 50 }, 1])
    const events = [1, 2, 3, 4].map(seq => event(seq, 'pass-made', { team: 'home' }))
    const later = furthest(told(...events).stats, counted)
    expect([possession(later), later.away.shots]).toEqual([{ home: 100, away: 0 }, 1])
    expect(furthest(emptyStats, undefined)).toBe(emptyStats)
  })
})

it('counts by itself once it has replayed what the gateway had, unless something was left out', () => {
  expect(tellsAll({ lastSeq: 9, openedAtSeq: 9, omission: undefined })).toBe(true)
  expect(tellsAll({ lastSeq: 8, openedAtSeq: 9, omission: undefined })).toBe(false)
  expect(tellsAll({ lastSeq: 9, openedAtSeq: 9, omission: {} })).toBe(false)
  expect(tellsAll({ lastSeq: 9, openedAtSeq: undefined, omission: undefined })).toBe(false)
})

describe('the feed in the URL', () => {
  it('reads lanes and a place, and takes nonsense for nothing', () => {
    expect(lanesFrom('critical,bogus')).toEqual(['critical'])
    expect(lanesFrom('bogus')).toHaveLength(3)
    expect(lanesText(lanesFrom(null))).toBeNull()
    expect(seqFrom('12')).toBe(12)
    expect(seqFrom('-1')).toBeUndefined()
  })
})

describe('an event in words', () => {
  it('says who and what', () => {
    const goal = event(4, 'goal-scored', { team: 'home', player: 'Ada', assist: 'Bea', kind: 'penalty' })
    expect(describeEvent(goal)).toEqual({
      title: 'Goal 1–0',
      detail: 'Ada · penalty · assist Bea',
      team: 'home',
    })
    expect(
      describeEvent(event(5, 'substitution-made', { team: 'away', playerIn: 'A', playerOut: 'B' })).detail,
    ).toBe('A for B')
    expect(describeEvent(event(6, 'ball-out')).title).toBe('Out of play')
  })
})

it('tells shots and cards as the state does, whichever partner was the primary one as they came', () => {
  const card = (seq: number, more: object = {}) =>
    event(seq, 'card-shown', { team: 'home', card: 'yellow' }, more)
  const { stats } = told(card(1), card(2), card(3, { isBackup: true }))
  const snapshot = { ...emptySnapshot('m'), yellowCards: { home: 1, away: 0 }, shots: { home: 0, away: 2 } }
  expect(asTold(stats, snapshot)).toMatchObject({
    home: { yellowCards: 1, shots: 0 },
    away: { yellowCards: 0, shots: 2 },
  })
  expect(asTold(stats, undefined)).toBe(stats)
})
