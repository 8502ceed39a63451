import { describe, expect, it } from 'vitest'
import { applyEvent, emptySnapshot } from './match-snapshot.ts'
import { retryDelayMs } from './retry.ts'
import { eventAt } from './testing/event-at.ts'

const goal = (seq: number) =>
  eventAt(seq, 1, {
    type: 'goal-scored',
    lane: 'critical',
    score: { home: 1, away: 0 },
    payload: { team: 'home' },
  })

describe('a snapshot kept current from events', () => {
  it('takes score, clock, status and tallies from each event once', () => {
    const once = applyEvent(emptySnapshot('m'), goal(7))
    expect(once).toMatchObject({
      status: 'live',
      lastSeq: 7,
      score: { home: 1, away: 0 },
      shots: { home: 1, away: 0 },
    })
    expect(applyEvent(once, goal(7))).toBe(once)
  })

  it('takes the state that an event carries as it is, whatever it held before', () => {
    const { score: _, ...state } = { ...applyEvent(emptySnapshot('m'), goal(1)), status: 'paused' as const }
    const { matchId: _id, epoch: _epoch, lastSeq: _seq, updatedAt: _at, ...carried } = state
    const before = { ...emptySnapshot('m'), penalties: { home: 3, away: 2 }, shots: { home: 9, away: 9 } }
    const after = applyEvent(before, eventAt(4, 1, { state: carried, score: { home: 2, away: 1 } }))
    expect(after).toEqual({
      ...carried,
      ...{ matchId: 'm', epoch: 1, lastSeq: 4, score: { home: 2, away: 1 } },
      updatedAt: eventAt(4).storedAt,
    })
  })

  it('does not run the clock by events that are no play, or whose partner told none', () => {
    const before = applyEvent(emptySnapshot('m'), eventAt(1))
    const derived = applyEvent(before, eventAt(2, 1, { isClockDerived: true }))
    const spoken = applyEvent(before, eventAt(2, 1, { type: 'commentary-published', payload: {} }))
    expect([derived.clock, spoken.clock]).toEqual([before.clock, before.clock])
  })

  it('never runs the clock back for an event that came late', () => {
    const now = applyEvent(emptySnapshot('m'), eventAt(1, 1, { clock: { period: 2, seconds: 10 } }))
    const late = applyEvent(now, eventAt(2, 1, { clock: { period: 1, seconds: 2_700 } }))
    expect(late.clock).toEqual({ period: 2, seconds: 10 })
  })

  it('pauses between periods and stays ended', () => {
    const types = ['period-started', 'period-ended', 'period-started', 'match-ended', 'pass-made']
    const statuses: string[] = []
    types.reduce((snapshot, type, index) => {
      const next = applyEvent(snapshot, eventAt(index + 1, 1, { type }))
      statuses.push(next.status)
      return next
    }, emptySnapshot('m'))
    expect(statuses).toEqual(['live', 'paused', 'live', 'ended', 'ended'])
  })

  it('goes on in extra time, and counts the kicks of a shoot-out apart', () => {
    const kick = (seq: number, type: string, team: string) =>
      eventAt(seq, 1, { type, clock: { period: 5, seconds: seq }, payload: { team, player: 'Ada' } })
    const after = [
      eventAt(1, 1, { type: 'match-ended', clock: { period: 2, seconds: 2_700 } }),
      eventAt(2, 1, { type: 'period-started', clock: { period: 3, seconds: 0 } }),
      kick(3, 'goal-scored', 'home'),
      kick(4, 'shot-taken', 'away'),
    ].reduce(applyEvent, emptySnapshot('m'))
    expect(after).toMatchObject({
      status: 'live',
      shots: { home: 0, away: 0 },
      penalties: { home: 1, away: 0 },
    })
    expect(after.penaltyKicks).toEqual([
      { team: 'home', scored: true, player: 'Ada' },
      { team: 'away', scored: false, player: 'Ada' },
    ])
  })

  it('takes back what is revised or withdrawn, and counts no backup reports', () => {
    const said = (type: string, payload: object) => ({
      ...{ type, payload, occurredAt: eventAt(1).occurredAt },
      clock: { period: 1, seconds: 1 },
    })
    const red = said('card-shown', { team: 'home', card: 'red' })
    const shot = said('goal-scored', { team: 'home' })
    const changes = [
      eventAt(1, 1, { ...red, lane: 'critical' }),
      goal(2),
      eventAt(3, 1, { ...shot, isBackup: true }),
      eventAt(4, 1, { type: 'event-revised', payload: { position: '1:1', previous: red, event: shot } }),
      eventAt(5, 1, { type: 'event-withdrawn', payload: { position: '1:2', previous: shot } }),
      eventAt(6, 1, {
        type: 'event-withdrawn',
        payload: { position: '1:3', previous: { ...shot, isBackup: true } },
      }),
    ]
    expect(changes.reduce(applyEvent, emptySnapshot('m'))).toMatchObject({
      redCards: { home: 0, away: 0 },
      shots: { home: 1, away: 0 },
    })
  })

  it('is suspended until play goes on, and over for good where it was abandoned', () => {
    const ruling = (seq: number, status: string) =>
      eventAt(seq, 1, { type: 'status-changed', payload: { status } })
    const statusOf = (...events: Parameters<typeof applyEvent>[1][]) =>
      events.reduce(applyEvent, emptySnapshot('m')).status
    expect(statusOf(eventAt(1), ruling(2, 'suspended'), eventAt(3))).toBe('suspended')
    expect(statusOf(eventAt(1), ruling(2, 'suspended'), ruling(3, 'resumed'))).toBe('live')
    expect(statusOf(eventAt(1), ruling(2, 'abandoned'), eventAt(3))).toBe('abandoned')
  })

  it('forgets everything but the fixture when the history was lost', () => {
    const before = { ...applyEvent(emptySnapshot('m'), goal(7)), fixture: { home: 'A', away: 'B' } }
    const reset = { type: 'feed-reset', matchId: 'm', epoch: 2, seq: 0, reason: 'epoch-changed' } as const
    expect(applyEvent(before, reset)).toMatchObject({
      epoch: 2,
      lastSeq: 0,
      score: { home: 0, away: 0 },
      fixture: { home: 'A' },
    })
  })
})

describe('a snapshot after a reset that shows the match', () => {
  const shown = { ...emptySnapshot('m'), lastSeq: 5, score: { home: 2, away: 1 }, status: 'live' as const }
  const lost = { type: 'feed-reset', matchId: 'm', epoch: 1, seq: 0, reason: 'history-lost' } as const
  const before = { ...applyEvent(emptySnapshot('m'), goal(10)), fixture: { home: 'A', away: 'B' } }

  it.each([1, 2])('is that at once, in epoch %i too, and keeps who plays', epoch => {
    const after = applyEvent(before, { ...lost, epoch, snapshot: { ...shown, epoch } })
    expect(after).toEqual({ ...shown, epoch, fixture: before.fixture })
  })

  it('does not change while events up to there are told again, and goes on after it', () => {
    const after = applyEvent(before, { ...lost, snapshot: shown })
    const again = [1, 2, 3, 4, 5].map(seq => eventAt(seq)).reduce(applyEvent, after)
    expect(again).toBe(after)
    expect(applyEvent(again, eventAt(6, 1, { score: { home: 3, away: 1 } }))).toMatchObject({
      lastSeq: 6,
      score: { home: 3, away: 1 },
    })
  })

  it('is not taken from a snapshot of another epoch', () => {
    const after = applyEvent(before, { ...lost, epoch: 2, snapshot: shown })
    expect(after).toMatchObject({ epoch: 2, lastSeq: 0, score: { home: 0, away: 0 } })
  })
})

describe('the retry delay', () => {
  it('is jittered over the whole window, which doubles up to its cap', () => {
    expect(retryDelayMs(0, () => 0.999)).toBe(199)
    expect(retryDelayMs(3, () => 0.5)).toBe(800)
    expect(retryDelayMs(40, () => 0.999)).toBeLessThan(15_000)
    expect(retryDelayMs(40, () => 0)).toBe(0)
  })
})
