import { matchIdSchema } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../parse.ts'
import type { SentItem } from '../parsed.ts'
import { f24, type MadeEvent, ma3 } from '../testing/opta-documents.ts'

const made = fc.array(
  fc.record({ type: fc.constantFrom(1, 4, 13, 16), team: fc.constantFrom(10, 20), min: fc.nat(40) }),
  { minLength: 2, maxLength: 5 },
)
const eventsOf = (given: readonly Omit<MadeEvent, 'id'>[]): MadeEvent[] =>
  given.map((event, index) => ({ ...event, id: index + 1 }))

/** Where the format puts neither an event nor a qualifier. */
const places: readonly ((text: string, stray: string) => string)[] = [
  (text, stray) => text.replace('<Game ', `${stray}<Game `),
  (text, stray) => text.replace('</Game>', `</Game>${stray}`),
  (text, stray) => text.replace('<Event ', `<Other>${stray}</Other><Event `),
  (text, stray) => text.replace('</Event>', `<Other>${stray}</Other></Event>`),
  (text, stray) => text.replace('</Event>', `<Q qualifier_id="999">${stray}</Q></Event>`),
  (text, stray) => text.replace('</Event>', `<Event id="77" type_id="1">${stray}</Event></Event>`),
  (text, stray) => text.replace('</Event>', `</Event><Games><Other>${stray}</Other></Games>`),
]
const ownGoal = '<Q qualifier_id="28"/><Q qualifier_id="8"/>'
const strayEvent =
  '<Event id="88" event_id="88" type_id="16" period_id="1" min="3" sec="1" team_id="10" timestamp="2026-05-01T20:00:00" version="1"><Q qualifier_id="28"/></Event>'

describe('F24: an element where the format does not put it', () => {
  const read = (text: string): readonly SentItem[] => {
    const { items, faults } = parse('opta-f24', text)
    expect(faults).toEqual([])
    return items
  }

  it('changes no event, and is none', () => {
    const stray = fc.constantFrom(ownGoal, strayEvent, ownGoal + strayEvent, strayEvent + ownGoal)
    fc.assert(
      fc.property(made, fc.constantFrom(...places), stray, (given, place, moved) => {
        const text = f24(eventsOf(given))
        expect(read(place(text, moved))).toEqual(read(text))
      }),
      { numRuns: 300 },
    )
  })

  it('changes no event where a qualifier stands right in the game, or an event in another', () => {
    const text = f24(eventsOf([{ type: 16 }, { type: 1 }]))
    for (const closing of ['</Event>', '</Event>\n</Game>'])
      expect(read(text.replace(closing, `</Event>${ownGoal}${closing.slice(8)}`))).toEqual(read(text))
    expect(read(text.replace('</Event>', `${strayEvent}</Event>`))).toEqual(read(text))
    expect(read(text.replace('</Event>', `${strayEvent}<Q qualifier_id="9"/></Event>`))[0]).toMatchObject({
      payload: { kind: 'penalty' },
    })
  })

  it('is no game either', () => {
    const text = f24(eventsOf([{ type: 16 }]))
    const inEvent = text.replace('</Event>', '<Game id="2"><Event id="5"/></Game></Event>')
    expect(read(inEvent)).toEqual(read(text))
  })
})

describe('what is empty is absent', () => {
  const optional = ['event_id', 'version', 'player_id', 'player_name', 'outcome', 'x', 'y', 'timestamp_utc']

  it.each(optional)('F24: %s', name => {
    const text = f24([{ id: 1, type: 16, q: { 22: '' } }])
    const without = text.replace(new RegExp(`(<Event.*?) ${name}="[^"]*"`), '$1')
    const withEmpty = without.replace('<Event ', `<Event ${name}="" `)
    expect(parse('opta-f24', withEmpty)).toEqual(parse('opta-f24', without))
    expect(parse('opta-f24', withEmpty)).toMatchObject({ faults: [], items: [{ type: 'goal-scored' }] })
  })

  it('F24: of the game', () => {
    const events = [{ id: 1, type: 1 }]
    const teams = { home: '10', away: '20' }
    const [withEmpty, without] = [{ id: '', home_team_id: '', game_date: '' }, {}].map(head =>
      parse('opta-f24', f24(events, head), { teams, defaultMatchId: matchIdSchema.parse('m') }),
    )
    expect(withEmpty).toEqual(without)
    expect(withEmpty).toMatchObject({ faults: [], match: { matchId: 'm' } })
  })

  const fields = ['eventId', 'lastModified', 'playerId', 'playerName', 'outcome', 'x', 'y', 'qualifier']
  it.each(fields)('MA3: %s', name => {
    for (const empty of ['', null]) {
      const [with_, without] = [empty, undefined].map(value => {
        const document = JSON.parse(ma3([{ id: 1, type: 16, q: { 22: '' } }]))
        document.liveData.event[0][name] = value
        return parse('stats-perform-ma3', JSON.stringify(document))
      })
      expect(with_).toEqual(without)
      expect(with_).toMatchObject({ faults: [], items: [{ type: 'goal-scored' }] })
    }
  })

  it('MA3: of the match', () => {
    const document = JSON.parse(ma3([{ id: 1, type: 1 }]))
    Object.assign(document.matchInfo, { date: null, time: '', competition: null, venue: { longName: '' } })
    document.liveData.matchDetails = { scores: { ft: { home: 1, away: 0 }, pen: null, et: null } }
    expect(parse('stats-perform-ma3', JSON.stringify(document))).toMatchObject({
      faults: [],
      match: { score: { home: 1, away: 0 }, fixture: { home: 'Harbour City', away: 'Northgate' } },
    })
  })
})
