import { matchIdSchema } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../parse.ts'
import type { SentAction } from '../parsed.ts'

const teams = { home: '1', away: '2' }
const matchId = matchIdSchema.parse('m')
const kickoffAt = '2026-05-01T19:00:00.000Z'
const kickoffMs = Date.parse(kickoffAt)

const timestamp = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(11, 23)
const event = (period: number, seconds: number, name = 'Pass', more: object = {}) => ({
  id: `${name}-${period}-${seconds}-${JSON.stringify(more)}`,
  period,
  timestamp: timestamp(seconds),
  type: { id: 1, name },
  team: { id: 1, name: 'A' },
  ...more,
})
const goal = (period: number, team = 1) =>
  event(period, 60, 'Shot', { team: { id: team, name: 'X' }, shot: { outcome: { name: 'Goal' } } })

function read(events: readonly object[], receivedMs?: number, match?: object): readonly SentAction[] {
  const document = match ? { match, events } : events
  const { items, faults } = parse('statsbomb', JSON.stringify(document), {
    teams,
    matchId,
    kickoffAt,
    receivedMs,
  })
  expect(faults).toEqual([])
  return items as readonly SentAction[]
}

const lengths = fc.tuple(
  ...[45, 45, 15, 15, 8].map(minutes => fc.integer({ min: minutes * 60, max: minutes * 60 + 1_200 })),
)
/** Even a break of no time at all dates nothing ahead. */
const breaks = fc.array(fc.oneof(fc.nat({ max: 1_500 }), fc.constant(900)), { minLength: 4, maxLength: 4 })

/** All of a match, with the second after kick-off at which each event falls. */
function matchOf(played: readonly number[], pauses: readonly number[]) {
  let start = 0
  return played.flatMap((length, index) => {
    const from = start
    start += length + (pauses[index] ?? 0)
    const passes = Array.from({ length: Math.ceil(length / 97) }, (_, n) => event(index + 1, n * 97))
    return [...passes, event(index + 1, length, 'Half End')].map((each, n) => ({
      at: from + Math.min(n * 97, length),
      each,
    }))
  })
}

describe('in live play', () => {
  it('dates no event after the document came, and none before one that was played earlier', () => {
    const lag = fc.nat({ max: 120 })
    fc.assert(
      fc.property(lengths, breaks, fc.nat({ max: 11_000 }), lag, (played, pauses, asOf, lagSeconds) => {
        const events = matchOf(played, pauses).filter(({ at }) => at <= asOf)
        const receivedMs = kickoffMs + (asOf + lagSeconds) * 1_000
        const sent = read(
          events.map(({ each }) => each),
          receivedMs,
        )
        const dates = sent.map(({ occurredAt }) => Date.parse(occurredAt))
        expect(Math.max(...dates)).toBeLessThanOrEqual(receivedMs)
        expect(dates).toEqual(dates.toSorted((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })

  it('dates an event alike in each document of a match with the usual breaks', () => {
    const first = [event(1, 0), event(1, 2_800, 'Half End')]
    const half = [...first, event(2, 0, 'Half Start'), event(2, 50)]
    const at = (minutes: number) =>
      read(half, kickoffMs + minutes * 60_000).map(({ occurredAt }) => occurredAt)
    expect(at(61)).toEqual(at(63))
    expect(at(61)).toEqual(at(6_000))
    expect(at(61).at(-1)).toBe('2026-05-01T20:00:50.000Z')
  })
})

describe('the end of the match', () => {
  const ends = (events: readonly object[], match?: object) =>
    read(events, undefined, match).flatMap(({ type, clock }) =>
      type === 'match-ended' || type === 'period-ended' ? [`${type} ${clock?.period}`] : [],
    )
  const half = [event(1, 2_800, 'Half End'), event(2, 2_800, 'Half End')]
  const extra = [event(3, 900, 'Half End'), event(4, 900, 'Half End')]

  it('comes with the second half, and is taken back by a later period', () => {
    expect(ends(half.slice(0, 1))).toEqual(['period-ended 1'])
    expect(ends([...half.slice(0, 1), event(2, 0, 'Half Start')])).toEqual(['period-ended 1'])
    expect(ends(half)).toEqual(['period-ended 1', 'match-ended 2'])
    expect(ends([...half, event(3, 0, 'Half Start')])).toEqual(['period-ended 1', 'period-ended 2'])
  })

  it('comes with extra time where it is not level, else with the shoot-out', () => {
    expect(ends([...half, ...extra.slice(0, 1)]).at(-1)).toBe('period-ended 3')
    expect(ends([...half, ...extra]).at(-1)).toBe('period-ended 4')
    expect(ends([goal(1), goal(2, 2), ...half, ...extra]).at(-1)).toBe('period-ended 4')
    expect(ends([goal(1), goal(2, 2), goal(3), ...half, ...extra]).at(-1)).toBe('match-ended 4')
    expect(ends([...half, ...extra, event(5, 0), goal(5), event(5, 300, 'Half End')]).at(-1)).toBe(
      'match-ended 5',
    )
    expect(ends([...half, event(2, 60, 'Own Goal For'), ...extra]).at(-1)).toBe('match-ended 4')
  })

  it('heeds the score that the document states', () => {
    const match = {
      match_id: 1,
      home_team: { home_team_id: 1, home_team_name: 'A' },
      away_team: { away_team_id: 2, away_team_name: 'B' },
    }
    const with_ = (home_score: number) =>
      ends([...half, ...extra], { ...match, home_score, away_score: 0 }).at(-1)
    expect([with_(0), with_(1)]).toEqual(['period-ended 4', 'match-ended 4'])
  })
})
