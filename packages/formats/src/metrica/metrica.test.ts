import { sentBroadcastEventSchema } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchIdFromFileName } from '../match-id.ts'
import { csvFixture, jsonFixture } from '../testing/metrica-fixtures.ts'
import { recordedEvents } from './events.ts'
import { readMetrica } from './metrica.ts'
import { MetricaFault } from './row.ts'

const read = (text: string) =>
  recordedEvents(readMetrica(text), matchIdFromFileName('metrica', 'Made_Up.csv'))
const typesOf = (text: string) => read(text).map(({ event }) => event.type)
const expected = [
  'set-piece-taken',
  'pass-made',
  'shot-taken',
  'goal-scored',
  'ball-recovered',
  'ball-out',
  'card-shown',
  'card-shown',
  'challenge-contested',
  'ball-lost',
  'foul-suffered',
]

describe('both formats', () => {
  it('give one event for each row, and a goal for shots alone', () => {
    expect(typesOf(csvFixture)).toEqual([...expected, 'pass-made'])
    expect(typesOf(jsonFixture)).toEqual([...expected, 'ball-carried'])
  })

  it('give what the contracts accept, under stable ids, with the teams on the first alone', () => {
    for (const text of [csvFixture, jsonFixture]) {
      const events = read(text)
      for (const { event } of events) {
        const sent = { ...event, occurredAt: '2026-05-01T19:00:00.000Z' }
        expect(sentBroadcastEventSchema.safeParse(sent).error).toBeUndefined()
      }
      expect(events.map(({ event }) => event.sourceEventId)).toEqual(
        events.map((_, i) => `metrica-made-up:${i + 1}`),
      )
      expect(events.filter(({ event }) => event.fixture)).toHaveLength(1)
    }
    expect(read(csvFixture)[0]?.event.fixture).toMatchObject({ home: 'Home', away: 'Away' })
    expect(read(jsonFixture)[0]?.event.fixture).toMatchObject({ home: 'Team A', away: 'Team B' })
  })

  it('leave out coordinates that are missing, and count seconds from the first of the period', () => {
    const [kickOff, pass, , , , , , , , , foul, last] = read(csvFixture).map(({ event }) => event)
    expect(kickOff?.payload).toEqual({
      team: 'away',
      player: 'Player19',
      detail: 'kick off',
      kind: 'kick-off',
    })
    expect(pass?.payload).toMatchObject({ receiver: 'Player21', start: { x: 0.45, y: 0.39 } })
    expect(pass?.payload).not.toHaveProperty('end')
    expect(foul?.clock).toEqual({ period: 2, seconds: 0 })
    expect(last?.clock).toEqual({ period: 2, seconds: 1.5 })
  })

  it('play the halves one right after the other', () => {
    const due = read(csvFixture).map(({ dueSeconds }) => dueSeconds)
    expect(due).toEqual([...due].sort((a, b) => a - b))
    expect(due.at(-2)).toBe(due.at(-3))
  })
})

it('passes an unknown type on as what it is', () => {
  expect(read(csvFixture.replace('BALL LOST', 'BALL EATEN'))[9]?.event).toMatchObject({
    type: 'other-reported',
    payload: { action: 'BALL EATEN', team: 'home', player: 'Player11' },
  })
})

describe('what is no Metrica file', () => {
  it.each([
    ['', 'neither'],
    ['<xml/>', 'neither'],
    ['{"data": [', 'cut off'],
    ['{"rows": []}', 'no list "data"'],
    [csvFixture.replace('PASS,,1', 'PASS,,one'), 'row 2: Period'],
    [csvFixture.replace(',YELLOW,', ',PINK,'), 'row 7: a card of no known colour'],
    [csvFixture.replace('NaN', 'nan'), 'row 1: Start X'],
    [`${csvFixture}Home,"PASS`, 'not CSV'],
    [jsonFixture.replace('"period":1', '"period":"x"'), 'entry 1: period'],
  ])('is told from one: %.20s', (text, message) => {
    expect(() => read(text)).toThrow(message)
    expect(() => read(text)).toThrow(MetricaFault)
  })

  it('never makes anything but a fault of any text', () => {
    fc.assert(
      fc.property(fc.constantFrom('', '{', '{"data":[', 'Team,Type,Subtype,'), fc.string(), (head, rest) => {
        try {
          read(head + rest)
        } catch (error) {
          expect(error).toBeInstanceOf(MetricaFault)
        }
      }),
    )
  })
})

it("derives a match's id from its file's name", () => {
  expect(matchIdFromFileName('metrica', 'Sample_Game_1_RawEventsData.csv')).toBe('metrica-sample-game-1')
  expect(matchIdFromFileName('metrica', 'Sample_Game_3_events.json')).toBe('metrica-sample-game-3')
  expect(matchIdFromFileName('metrica', '--- ???.json')).toBe('metrica-match')
  expect(matchIdFromFileName('metrica', `${'x'.repeat(300)}.csv`)).toHaveLength(64)
})
