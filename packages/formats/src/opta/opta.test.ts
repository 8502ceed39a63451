import { sentEventSchemas } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { parse } from '../parse.ts'
import type { Parsed } from '../parsed.ts'
import { resultOf } from '../result.ts'
import { f24, f24Game, type MadeEvent, ma3 } from '../testing/opta-documents.ts'

const spellings = [
  ['opta-f24', f24],
  ['stats-perform-ma3', ma3],
] as const

function expectStorable({ items }: Parsed) {
  for (const item of items) expect(sentEventSchemas.broadcast.safeParse(item).error).toBeUndefined()
}

describe.each(spellings)('%s', (format, document) => {
  const read = (...events: MadeEvent[]) => {
    const parsed = parse(format, document(events))
    expect(parsed.faults).toEqual([])
    expectStorable(parsed)
    return parsed
  }
  const one = (event: Omit<MadeEvent, 'id'>) => read({ id: 7, ...event }).items[0]
  const payloadOf = (event: Omit<MadeEvent, 'id'>) => one(event)

  it('names the match, its teams and its kick-off once', () => {
    const { items, match } = read({ id: 1, type: 1 }, { id: 2, type: 1 })
    const matchId = format === 'opta-f24' ? 'opta-1001' : 'statsperform-abc123'
    expect(match).toMatchObject({ matchId })
    expect(items.map(item => 'fixture' in item)).toEqual([true, false])
    expect(items[0]).toMatchObject({
      matchId,
      fixture: {
        home: 'Harbour City',
        away: 'Northgate',
        competition: 'Made-up Cup',
        kickoffAt: '2026-05-01T19:00:00.000Z',
      },
    })
  })

  it("keeps the event's own id, not the one that both teams count", () => {
    const { items } = read({ id: 1, number: 3, type: 1 }, { id: 2, number: 3, team: 20, type: 1 })
    expect(items.map(item => item.sourceEventId)).toEqual(['1', '2'])
  })

  it('gives a deleted event as a withdrawal with its revision', () => {
    const [item] = read({ id: 1, type: 43, version: 9 }).items
    expect(item).toEqual({
      matchId: expect.any(String),
      sourceEventId: '1',
      deleted: true,
      revision: format === 'opta-f24' ? 9 : '2026-05-01T00:00:09.000Z',
    })
  })

  it('counts seconds from the start of each period, and none beside play', () => {
    const clock = (period: number, min: number) => {
      const item = one({ type: 1, period, min, sec: 7 })
      return item && 'clock' in item ? item.clock : undefined
    }
    expect(clock(1, 46)).toEqual({ period: 1, seconds: 2_767 })
    expect(clock(2, 45)).toEqual({ period: 2, seconds: 7 })
    expect(clock(3, 91)).toEqual({ period: 3, seconds: 67 })
    expect(clock(4, 105)).toEqual({ period: 4, seconds: 7 })
    expect(clock(5, 120)).toEqual({ period: 5, seconds: 7 })
    expect(clock(2, 19)).toEqual({ period: 2, seconds: 1_147 })
    expect([clock(10, 0), clock(14, 0), clock(16, 0)]).toEqual([undefined, undefined, undefined])
  })

  it('turns the pitch of each team into the one of the match', () => {
    const start = (team: number, period: number) => {
      const item = payloadOf({ type: 1, team, period, min: 120, x: 90, y: 20, q: { 140: '100', 141: '0' } })
      return item && 'payload' in item ? item.payload : undefined
    }
    expect(start(10, 1)).toMatchObject({ start: { x: 0.9, y: 0.8 }, end: { x: 1, y: 1 } })
    expect(start(20, 1)).toMatchObject({ start: { x: 0.1, y: 0.2 }, end: { x: 0, y: 0 } })
    expect(start(10, 2)).toMatchObject({ start: { x: 0.1, y: 0.2 } })
    expect(start(20, 2)).toMatchObject({ start: { x: 0.9, y: 0.8 } })
    expect(start(20, 5)).toMatchObject({ start: { x: 0.9, y: 0.8 } })
    expect(payloadOf({ type: 1 })).not.toHaveProperty('payload.start')
  })

  it('counts goals for the side that they count for', () => {
    const own = one({ type: 16, team: 20, player: 'p1', x: 10, y: 50, q: { 28: '', 9: '' } })
    expect(own).toMatchObject({ type: 'goal-scored', payload: { team: 'home', kind: 'own-goal' } })
    expect(own).toHaveProperty('payload.start', { x: 0.9, y: 0.5 })
    expect(one({ type: 16, q: { 9: '' } })).toMatchObject({ payload: { team: 'home', kind: 'penalty' } })
    expect(one({ type: 16, q: { 26: '' } })).toMatchObject({ payload: { kind: 'free-kick' } })
    expect(one({ type: 16, q: { 22: '' } })).toMatchObject({ payload: { kind: 'open-play' } })
    const passed = read(
      { id: 1, number: 4, type: 1, player: 'p2' },
      { id: 2, number: 4, type: 1, player: 'p3', team: 20 },
      { id: 3, number: 5, type: 16, player: 'p1', q: { 55: '4' } },
    )
    expect(passed.items[2]).toHaveProperty('payload.assist', format === 'opta-f24' ? 'p2' : 'Name of p2')
  })

  it('does not count a goal that was disallowed, and passes it on', () => {
    for (const disallowed of [{ outcome: 0 }, { q: { 8: '' } }])
      expect(one({ type: 16, ...disallowed })).toMatchObject({
        type: 'other-reported',
        payload: { action: 'Goal Disallowed', team: 'home' },
      })
  })

  it('counts the kicks of a shoot-out apart, the missed ones too', () => {
    const kick = (id: number, type: number, team: number) => ({
      id,
      type,
      team,
      period: 5,
      min: 120,
      q: { 9: '' },
    })
    const { items } = read(
      kick(1, 16, 10),
      kick(2, 13, 20),
      kick(3, 14, 10),
      kick(4, 15, 20),
      kick(5, 16, 20),
    )
    expect(items.map(item => ('type' in item ? item.type : ''))).toEqual([
      'goal-scored',
      'shot-taken',
      'shot-taken',
      'shot-taken',
      'goal-scored',
    ])
    expect(resultOf(items)).toMatchObject({ score: { home: 0, away: 0 }, penalties: { home: 1, away: 1 } })
  })

  it('reads cards, of staff too, and not those that were rescinded', () => {
    const card = (q: Record<number, string>, more: object = {}) => one({ type: 17, q, player: 'p1', ...more })
    expect(card({ 31: '' })).toMatchObject({ type: 'card-shown', payload: { card: 'yellow' } })
    expect(card({ 32: '' })).toMatchObject({ payload: { card: 'second-yellow' } })
    expect(card({ 33: '' })).toMatchObject({ payload: { card: 'red' } })
    expect(one({ type: 17, q: { 31: '' } })).toMatchObject({
      payload: { card: 'yellow', detail: 'team official' },
    })
    expect(card({ 31: '', 171: '' })).toMatchObject({
      type: 'other-reported',
      payload: { action: 'Rescinded Card' },
    })
    expect(card({})).toMatchObject({ type: 'other-reported', payload: { action: 'Card' } })
    const rescinded = read(
      { id: 1, number: 5, type: 17, version: 2, q: { 33: '' } },
      { id: 2, number: 9, type: 47, version: 8, q: { 55: '5' } },
    ).items
    expect(rescinded[0]).toMatchObject({
      type: 'other-reported',
      revision: format === 'opta-f24' ? 8 : '2026-05-01T00:00:08.000Z',
    })
  })

  it('joins the two halves of a substitution under the one who goes off', () => {
    const off = { id: 1, number: 8, type: 18, player: 'out', version: 2, q: { 55: '9' } }
    const on = { id: 2, number: 9, type: 19, player: 'in', version: 5, q: { 55: '8' } }
    const name = (player: string) => (format === 'opta-f24' ? player : `Name of ${player}`)
    const pair = read(off, { ...on, id: 3, team: 20, player: 'other' }, on).items
    expect(pair[0]).toMatchObject({
      sourceEventId: '1',
      type: 'substitution-made',
      revision: format === 'opta-f24' ? 5 : '2026-05-01T00:00:05.000Z',
      payload: { team: 'home', playerOut: name('out'), playerIn: name('in') },
    })
    expect(pair[2]).toMatchObject({ type: 'other-reported', payload: { action: 'Player On' } })
    expect(read(off).items[0]).toMatchObject({ type: 'other-reported', payload: { action: 'Player Off' } })
    expect(read(off, { ...on, type: 43 }).items[0]).toMatchObject({ type: 'other-reported' })
  })

  it("takes the home team's marks for those of the match", () => {
    const marks = [10, 20].flatMap(team => [
      { id: team + 1, type: 32, team },
      { id: team + 2, type: 30, team, min: 45 },
      { id: team + 3, type: 30, team, period: 2, min: 90, q: { 209: '' } },
      { id: team + 4, type: 30, team, period: 14 },
    ])
    const types = (events: readonly MadeEvent[]) =>
      read(...events).items.map(item => ('type' in item ? item.type : ''))
    expect(types(marks).slice(0, 4)).toEqual([
      'period-started',
      'period-ended',
      'match-ended',
      'other-reported',
    ])
    expect(new Set(types(marks).slice(4))).toEqual(new Set(['other-reported']))
    expect(types([{ id: 1, type: 30, period: 14 }])).toEqual(['match-ended'])
  })

  it('passes on what has no type of its own under the name of Opta, and what has no name under its number', () => {
    expect(one({ type: 10, player: 'p1', x: 3, y: 50 })).toMatchObject({
      type: 'other-reported',
      payload: { action: 'Save', team: 'home', start: { x: 0.03, y: 0.5 } },
    })
    expect(one({ type: 999 })).toMatchObject({ type: 'other-reported', payload: { action: 'type 999' } })
  })

  it('skips line-ups and the end of the recording', () => {
    expect(read({ id: 1, type: 34, period: 16 }, { id: 2, type: 37, period: 14 })).toMatchObject({
      items: [],
      skipped: 2,
    })
  })

  it('keeps the last of one id with one revision', () => {
    const { items } = read({ id: 1, type: 12, min: 19 }, { id: 2, type: 12 }, { id: 1, type: 12, min: 21 })
    expect(items.map(item => item.sourceEventId)).toEqual(['2', '1'])
    expect(items[1]).toMatchObject({ clock: { seconds: 1_260 } })
    expect(read({ id: 1, type: 12, version: 1 }, { id: 1, type: 12, version: 2 }).items).toHaveLength(2)
  })

  it('names the element that can not be read, and reads the others', () => {
    const broken = document([
      { id: 1, type: 1 },
      { id: 2, type: 1, at: 'soon' },
      { id: 3, type: 16, team: 30 },
    ])
    const { items, faults } = parse(format, broken)
    const place = format === 'opta-f24' ? 'Game.Event' : 'liveData.event'
    expect(items).toHaveLength(1)
    expect(faults).toEqual([
      {
        path: format === 'opta-f24' ? `${place}[1].timestamp` : `${place}[1].timeStamp`,
        message: 'must be a date and time of the years 2000 to 2099',
      },
      { path: `${place}[2]`, message: "its team 30 is neither of the match's two" },
    ])
  })
})

describe('F24', () => {
  const at = (time: Pick<MadeEvent, 'at' | 'utc'>) => {
    const [item] = parse('opta-f24', f24([{ id: 1, type: 1, ...time }])).items
    return item && 'type' in item ? item.occurredAt : undefined
  }

  it('takes times for those of London, unless it has them in UTC', () => {
    expect(at({ at: '2018-09-23T15:02:13.608' })).toBe('2018-09-23T14:02:13.608Z')
    expect(at({ at: '2018-12-23T15:02:13' })).toBe('2018-12-23T15:02:13.000Z')
    expect(at({ at: '2018-09-23T15:02:13.608', utc: '2018-09-23T14:02:13.7' })).toBe(
      '2018-09-23T14:02:13.700Z',
    )
    expect(at({ at: '2018-09-23T15:02:13', utc: '2018-09-23T14:02:13Z' })).toBe('2018-09-23T14:02:13.000Z')
  })

  it('does not guess who plays at home, unless it is the whole match', () => {
    const text = f24(
      [
        { id: 1, type: 1, team: 20 },
        { id: 2, type: 1 },
      ],
      { id: '1' },
    )
    expect(parse('opta-f24', text).faults).toMatchObject([{ path: 'Game' }])
    expect(parse('opta-f24', text, { isWholeMatch: true }).items[0]).toMatchObject({
      payload: { team: 'home' },
    })
    const teams = { home: '10', away: '20' }
    expect(parse('opta-f24', text, { teams }).items[0]).toMatchObject({ payload: { team: 'away' } })
  })

  it('reads one game, which has an id or is given one', () => {
    const { id: _, ...nameless } = f24Game
    const text = f24([{ id: 1, type: 1 }], nameless)
    expect(parse('opta-f24', text).faults[0]?.message).toContain('which match')
    const two = text.replace('</Games>', '<Game id="2"/></Games>')
    expect(parse('opta-f24', two).faults[0]?.message).toContain('one <Game>')
  })

  it('states its score, where it has one', () => {
    const stated = f24([{ id: 1, type: 1 }], { ...f24Game, home_score: '3', away_score: '1' })
    expect(parse('opta-f24', stated).match).toMatchObject({ score: { home: 3, away: 1 } })
  })
})

describe('MA3', () => {
  it('takes an injury with its player for one', () => {
    const { items } = parse(
      'stats-perform-ma3',
      ma3([
        { id: 1, type: 1, player: 'p9' },
        { id: 2, type: 27, q: { 41: 'Injury', 53: 'p9' } },
        { id: 3, type: 27 },
      ]),
    )
    expect(items[1]).toMatchObject({
      type: 'injury-reported',
      payload: { team: 'home', player: 'Name of p9' },
    })
    expect(items[2]).toMatchObject({ type: 'other-reported', payload: { action: 'Start Delay' } })
  })

  it('says what is missing of the document', () => {
    expect(parse('stats-perform-ma3', '{"matchInfo":{}}').faults[0]?.path).toMatch(/^matchInfo\./)
    expect(parse('stats-perform-ma3', '[]').faults).toHaveLength(1)
  })
})
