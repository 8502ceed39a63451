import { sentEventSchemas } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { detectFormat } from './format.ts'
import { matchIdFromFileName } from './match-id.ts'
import { parseSquads } from './opta/f7.ts'
import { parse } from './parse.ts'
import type { SentItem } from './parsed.ts'
import { resultOf } from './result.ts'
import { isAbsenceDeclared, sample, samples } from './testing/samples.ts'

const folder = samples('suppliers')

it("has the suppliers' files, or is told by TOUCHLINE_NO_SHARED_DATA=1 that they are absent", () => {
  expect(folder.isPresent || isAbsenceDeclared, `the suppliers' files are absent: no ${folder.path}`).toBe(
    true,
  )
})

const none = { home: 0, away: 0 }
const cases = [
  {
    file: 'statsperform_event_ma3.json',
    format: 'stats-perform-ma3',
    elements: 1_737,
    result: {
      score: { home: 2, away: 1 },
      yellowCards: { home: 0, away: 5 },
      redCards: { home: 0, away: 1 },
    },
  },
  {
    file: 'opta_f24.xml',
    format: 'opta-f24',
    // Of its 67 elements, two are one id with one version.
    elements: 66,
    result: {
      score: { home: 1, away: 2 },
      penalties: { home: 0, away: 1 },
      yellowCards: none,
      redCards: { home: 0, away: 1 },
    },
  },
  {
    file: 'statsbomb_event.json',
    format: 'statsbomb',
    elements: 4_007,
    result: { score: { home: 3, away: 1 }, yellowCards: { home: 0, away: 2 }, redCards: none },
  },
] as const

/** Public samples of the suppliers, which do not ship with the project. */
describe.runIf(folder.isPresent)("the suppliers' samples", () => {
  describe.each(cases)('$file', ({ file, format, elements, result }) => {
    const read = () =>
      parse(format, sample('suppliers', file), {
        defaultMatchId: matchIdFromFileName('sample', file),
        kickoffAt: '2018-08-18T20:15:00Z',
        isWholeMatch: true,
      })

    it('is told by its content, and read whole', () => {
      expect(detectFormat(sample('suppliers', file).toString())).toBe(format)
      const { items, faults, skipped } = read()
      expect(faults).toEqual([])
      expect(items.length + skipped).toBe(elements)
      expect(items.filter(item => !sentEventSchemas.broadcast.safeParse(item).success)).toEqual([])
    })

    it('comes to its own result, in any order and doubled', () => {
      const { items } = read()
      expect(resultOf(items)).toEqual(result)
      expect(resultOf([...items, ...items].toSorted(bySuffix))).toEqual(result)
      expect(resultOf(items.toReversed())).toEqual(result)
    })

    it('has places on the pitch and times of the clock that may be', () => {
      const actions = read().items.flatMap(item => ('deleted' in item ? [] : [item]))
      const places = actions.flatMap(({ payload }) => [placeOf(payload, 'start'), placeOf(payload, 'end')])
      const fromMiddle = places.flatMap(place => (place ? [place.x - 0.5, place.y - 0.5] : [])).map(Math.abs)
      expect(Math.max(...fromMiddle)).toBeLessThan(0.7)
      const seconds = actions.flatMap(({ clock }) => (clock ? [clock.seconds] : []))
      expect(Math.min(...seconds)).toBe(0)
      expect(Math.max(...seconds)).toBeLessThan(3_600)
    })
  })

  it('withdraws the deleted events of the MA3, and agrees with the score that it states', () => {
    const { items, match } = parse('stats-perform-ma3', sample('suppliers', 'statsperform_event_ma3.json'))
    expect(items.filter(item => 'deleted' in item)).toHaveLength(71)
    expect(match?.score).toEqual(resultOf(items).score)
    expect(items.filter(item => 'type' in item && item.type === 'substitution-made')).toHaveLength(9)
    expect(items.find(item => 'fixture' in item)).toMatchObject({
      fixture: {
        home: 'Hamburger SV',
        away: 'Sandhausen',
        competition: '2. Bundesliga',
        venue: 'Volksparkstadion',
        kickoffAt: '2021-09-11T18:30:00.000Z',
      },
    })
  })

  it('names the teams and players of the F24 by the F7', () => {
    const squads = parseSquads(sample('suppliers', 'opta_f7.xml'))
    const matchId = matchIdFromFileName('opta', 'opta_f24.xml')
    const { items, match } = parse('opta-f24', sample('suppliers', 'opta_f24.xml'), { matchId, squads })
    expect(match?.fixture).toMatchObject({ home: 'FC København', away: 'FC Nordsjælland' })
    expect(items.filter(item => 'type' in item && item.type === 'substitution-made')).toMatchObject([
      { payload: { playerIn: 'Mohammed Kudus', playerOut: 'Nicklas Strunck Jakobsen' } },
    ])
    expect(squads.players.get('84359')).toBe('Zeca')
  })
})

/** An order that has nothing to do with that of the file. */
const bySuffix = (a: SentItem, b: SentItem) => keyOf(a) - keyOf(b)
const keyOf = ({ sourceEventId }: SentItem) =>
  [...sourceEventId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10_007, 7)

const placeOf = (payload: object, end: 'start' | 'end') =>
  (payload as Partial<Record<typeof end, { x: number; y: number }>>)[end]
