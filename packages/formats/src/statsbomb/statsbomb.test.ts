import { matchIdSchema, sentEventSchemas } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { parse } from '../parse.ts'

const home = { id: 1, name: 'Harbour City' }
const away = { id: 2, name: 'Northgate' }
const match = {
  match_id: 15946,
  match_date: '2026-05-01',
  kick_off: '19:00:00.000',
  home_team: { home_team_id: 1, home_team_name: 'Harbour City' },
  away_team: { away_team_id: 2, away_team_name: 'Northgate' },
  home_score: 2,
  away_score: 1,
  competition: { competition_name: 'Made-up Cup' },
  stadium: { name: 'The Ground' },
}
let ids = 0
const event = (name: string, more: object = {}) => {
  ids += 1
  return { id: `e-${ids}`, period: 1, timestamp: '00:01:02.345', type: { id: 1, name }, team: home, ...more }
}
const read = (...events: object[]) => {
  const parsed = parse('statsbomb', JSON.stringify({ match, events }))
  expect(parsed.faults).toEqual([])
  for (const item of parsed.items) expect(sentEventSchemas.broadcast.safeParse(item).error).toBeUndefined()
  return parsed
}
const one = (name: string, more: object = {}) => read(event(name, more)).items[0]
const player = { name: 'Ada Okafor' }

it('reads a list of events, or an object with it and its match', () => {
  const { items, match: read_ } = read(event('Pass'))
  expect(read_).toMatchObject({ matchId: 'statsbomb-15946', score: { home: 2, away: 1 }, isUndated: false })
  expect(items[0]).toMatchObject({
    occurredAt: '2026-05-01T19:01:02.350Z',
    fixture: { home: 'Harbour City', away: 'Northgate', competition: 'Made-up Cup', venue: 'The Ground' },
  })
  const list = JSON.stringify([event('Starting XI', { team: away }), event('Pass')])
  expect(parse('statsbomb', list).faults).toHaveLength(1)
  const whole = parse('statsbomb', list, {
    defaultMatchId: matchIdSchema.parse('m'),
    kickoffAt: '2026-05-01T19:00:00Z',
    isWholeMatch: true,
  })
  expect(whole).toMatchObject({ skipped: 1, match: { fixture: { home: 'Northgate', away: 'Harbour City' } } })
  expect(whole.items[0]).toMatchObject({ payload: { team: 'away' } })
})

it('counts seconds and dates from the start of each period', () => {
  const later = one('Pass', { period: 2, timestamp: '00:44:51.456', minute: 44 })
  expect(later).toMatchObject({
    clock: { period: 2, seconds: 2_691.46 },
    occurredAt: '2026-05-01T20:44:51.460Z',
  })
})

it('turns the pitch of each team into the one of the match', () => {
  const pass = (team: object, period: number) =>
    one('Pass', { team, period, location: [108, 16], pass: { end_location: [120, 80], recipient: player } })
  const right = { start: { x: 0.9, y: 0.2 }, end: { x: 1, y: 1 } }
  const left = { start: { x: 0.1, y: 0.8 }, end: { x: 0, y: 0 } }
  expect(pass(home, 1)).toMatchObject({ payload: { ...right, receiver: 'Ada Okafor' } })
  expect([pass(away, 1), pass(home, 2)]).toMatchObject([{ payload: left }, { payload: left }])
  expect([pass(away, 2), pass(away, 5)]).toMatchObject([{ payload: right }, { payload: right }])
})

describe('goals', () => {
  const shot = (outcome: string, type = 'Open Play') =>
    one('Shot', { player, shot: { outcome: { name: outcome }, type: { name: type } } })

  it('are shots that went in', () => {
    expect(shot('Goal')).toMatchObject({ type: 'goal-scored', payload: { team: 'home', kind: 'open-play' } })
    expect(shot('Goal', 'Penalty')).toMatchObject({ payload: { kind: 'penalty' } })
    for (const [outcome, ours] of [
      ['Saved', 'saved'],
      ['Saved to Post', 'saved'],
      ['Blocked', 'blocked'],
      ['Post', 'woodwork'],
      ['Off T', 'off-target'],
      ['Wayward', 'off-target'],
    ] as const)
      expect(shot(outcome)).toMatchObject({ type: 'shot-taken', payload: { outcome: ours } })
  })

  it('count once where an own goal has two events', () => {
    const against = event('Own Goal Against', { team: away, player })
    const { items } = read(event('Own Goal For', { related_events: [against.id] }), against)
    expect(items).toMatchObject([
      { type: 'goal-scored', payload: { team: 'home', kind: 'own-goal', player: 'Ada Okafor' } },
      { type: 'other-reported', payload: { action: 'Own Goal Against', team: 'away' } },
    ])
  })
})

it('reads cards of fouls and of bad behaviour', () => {
  const card = (name: string) => ({ player, foul_committed: { card: { name } } })
  expect(one('Foul Committed', card('Yellow Card'))).toMatchObject({
    type: 'card-shown',
    payload: { team: 'home', card: 'yellow', detail: 'foul committed' },
  })
  expect(one('Foul Committed', card('Second Yellow'))).toMatchObject({ payload: { card: 'second-yellow' } })
  expect(one('Bad Behaviour', { bad_behaviour: { card: { name: 'Red Card' } } })).toMatchObject({
    payload: { card: 'red' },
  })
  expect(one('Foul Committed')).toMatchObject({ type: 'other-reported' })
})

it('reads substitutions, marks of the home team, and passes all else on by its name', () => {
  expect(one('Substitution', { player, substitution: { replacement: { name: 'Bo' } } })).toMatchObject({
    type: 'substitution-made',
    payload: { playerOut: 'Ada Okafor', playerIn: 'Bo' },
  })
  expect(one('Half Start')).toMatchObject({ type: 'period-started' })
  expect(one('Half Start', { team: away })).toMatchObject({ type: 'other-reported' })
  expect(one('Half End')).toMatchObject({ type: 'period-ended' })
  expect(one('Somersault', { player })).toMatchObject({
    type: 'other-reported',
    payload: { action: 'Somersault', player: 'Ada Okafor', team: 'home' },
  })
  expect(one('constructor')).toMatchObject({ type: 'other-reported', payload: { action: 'constructor' } })
})

it('names the element that can not be read, and reads the others', () => {
  const events = [
    event('Pass'),
    event('Pass', { timestamp: 'soon' }),
    event('Pass', { team: { id: 9, name: 'X' } }),
  ]
  const { items, faults } = parse('statsbomb', JSON.stringify({ match, events }))
  expect(items).toHaveLength(1)
  expect(faults.map(({ path }) => path)).toEqual(['[1].timestamp', '[2].team'])
})

it('takes what is empty for absent', () => {
  const empty = { player: null, location: null, pass: { recipient: null, type: null, cross: null } }
  const { sourceEventId: _, ...bare } = one('Pass') ?? {}
  expect(one('Pass', { ...empty, related_events: null, shot: null })).toMatchObject(bare)
  expect(one('Pass', empty)).not.toHaveProperty('payload.player')
  const nulls = { ...match, stadium: null, competition: null, home_score: null, kick_off: '' }
  const options = { kickoffAt: '2026-05-01T19:00:00Z' }
  const { faults } = parse('statsbomb', JSON.stringify({ match: nulls, events: [event('Pass')] }), options)
  expect(faults).toEqual([])
})
