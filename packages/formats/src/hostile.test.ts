import { matchIdSchema, sentEventSchemas } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DocumentFault } from './document-fault.ts'
import { detectFormat, formatSchema } from './format.ts'
import { limits } from './limits.ts'
import { parseSquads } from './opta/f7.ts'
import { parse } from './parse.ts'
import { f24, ma3 } from './testing/opta-documents.ts'

const formats = formatSchema.options
const options = {
  defaultMatchId: matchIdSchema.parse('m'),
  kickoffAt: '2026-05-01T19:00:00Z',
  isWholeMatch: true,
}
const statsbomb = (event: object) =>
  JSON.stringify([
    {
      id: 'a',
      period: 1,
      timestamp: '00:00:01.000',
      type: { id: 1, name: 'Pass' },
      team: { id: 1, name: 'A' },
    },
    {
      id: 'b',
      period: 1,
      timestamp: '00:00:01.000',
      type: { id: 1, name: 'Pass' },
      team: { id: 2, name: 'B' },
      ...event,
    },
  ])
const base = {
  'opta-f24': f24([
    { id: 1, type: 1 },
    { id: 2, type: 18, q: { 55: '3' } },
    { id: 3, type: 19 },
  ]),
  'stats-perform-ma3': ma3([
    { id: 1, type: 1, player: 'x' },
    { id: 2, type: 43 },
  ]),
  statsbomb: statsbomb({}),
  touchline:
    '[{"matchId":"m","sourceEventId":"1","type":"match-ended","occurredAt":"2026-05-01T19:00:00Z","payload":{}}]',
  metrica:
    'Team,Type,Subtype,Period,Start Frame,Start Time [s],End Frame,End Time [s],From,To,Start X,Start Y,End X,End Y\nHome,PASS,,1,1,2,3,2.12,P1,P2,0.45,0.39,0.55,NaN\n',
}

describe('whatever bytes come, they are read or refused', () => {
  it.each(formats)('%s', format => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        expect(parse(format, bytes, options).faults.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
    const cut = fc.nat({ max: base[format].length })
    fc.assert(
      fc.property(cut, cut, fc.string({ unit: 'binary', maxLength: 20 }), (from, length, inserted) => {
        const text = base[format].slice(0, from) + inserted + base[format].slice(from + length)
        detectFormat(text)
        const { items, faults } = parse(format, text, options)
        expect(items.length + faults.length).toBeLessThan(100)
      }),
      { numRuns: 500 },
    )
  })

  it('squads', () => {
    const text =
      '<SoccerFeed><TeamData Side="Home" TeamRef="t1"/><Team uID="t1"><Name>A</Name></Team></SoccerFeed>'
    fc.assert(
      fc.property(
        fc.nat({ max: text.length }),
        fc.string({ unit: 'binary', maxLength: 20 }),
        (from, inserted) => {
          try {
            parseSquads(text.slice(0, from) + inserted + text.slice(from))
          } catch (error) {
            expect(error).toBeInstanceOf(DocumentFault)
          }
        },
      ),
    )
  })
})

describe('whatever an event says, what is read of it can be sent', () => {
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('10', '20', '2026-05-01T19:00:00Z', '0000-00-00T00:00:00', 1, 16, 17, 18, 43, [1, 2]),
  )
  const eventOf = (names: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...names), anything, { maxKeys: 5 })

  it('MA3', () => {
    const names = [
      ...[
        'id',
        'eventId',
        'typeId',
        'periodId',
        'timeMin',
        'timeSec',
        'contestantId',
        'playerId',
        'playerName',
      ],
      ...['outcome', 'x', 'y', 'timeStamp', 'lastModified', 'qualifier'],
    ]
    fc.assert(
      fc.property(eventOf(names), changes => {
        const document = JSON.parse(base['stats-perform-ma3'])
        Object.assign(document.liveData.event[0], changes)
        expectSendable(parse('stats-perform-ma3', JSON.stringify(document), options))
      }),
      { numRuns: 500 },
    )
  }, 30_000)

  it('StatsBomb', () => {
    const names = [
      ...[
        'id',
        'type',
        'period',
        'timestamp',
        'team',
        'player',
        'location',
        'related_events',
        'pass',
        'shot',
      ],
      ...['foul_committed', 'substitution'],
    ]
    const typed = fc.constantFrom(
      'Pass',
      'Shot',
      'Own Goal For',
      'Foul Committed',
      'Substitution',
      'Half End',
    )
    fc.assert(
      fc.property(typed, eventOf(names), (name, changes) => {
        expectSendable(parse('statsbomb', statsbomb({ type: { id: 1, name }, ...changes }), options))
      }),
      { numRuns: 500 },
    )
  }, 30_000)

  it('F24', () => {
    const names = ['id', 'type_id', 'period_id', 'min', 'sec', 'team_id', 'x', 'timestamp', 'version']
    const text = fc.string({ unit: fc.constantFrom(...'0123456789-.:TZ eé'), maxLength: 24 })
    fc.assert(
      fc.property(fc.constantFrom(...names), text, (name, value) => {
        const changed = base['opta-f24'].replace(new RegExp(` ${name}="[^"]*"`), ` ${name}="${value}"`)
        expectSendable(parse('opta-f24', changed, options))
      }),
      { numRuns: 500 },
    )
  }, 30_000)
})

function expectSendable({ items, faults, match }: ReturnType<typeof parse>) {
  if (!match) return expect(faults).toHaveLength(1)
  for (const item of items) {
    const { error } = sentEventSchemas.broadcast.safeParse(item)
    // Ids that begin with our own prefix are for the intake to refuse.
    if (!item.sourceEventId.startsWith('correction:')) expect(error).toBeUndefined()
  }
}

describe('XML that is made to hurt', () => {
  const message = (text: string) => parse('opta-f24', text, options).faults[0]?.message

  it('is refused: document types, entities, other encodings', () => {
    const laughs = `<!DOCTYPE g [<!ENTITY a "${'ha'.repeat(50)}"><!ENTITY b "${'&a;'.repeat(50)}">]><Games>&b;</Games>`
    expect(message(laughs)).toContain('a document type is not read')
    expect(message('<!DOCTYPE g SYSTEM "file:///etc/passwd"><Games/>')).toContain('document type')
    expect(message('<Games>&secret;</Games>')).toContain('not well-formed')
    expect(message('<?xml version="1.0" encoding="ISO-8859-1"?><Games/>')).toContain('must be UTF-8')
    const wide = new Uint8Array(Buffer.from('\ufeff<Games/>', 'utf16le'))
    expect(parse('opta-f24', wide).faults).toEqual([{ path: '(document)', message: 'must be UTF-8' }])
  })

  it('is bounded in depth and number', () => {
    expect(message('<a>'.repeat(10_000))).toContain(`more than ${limits.depth} deep`)
    const many = '<Event id="1"/>'.repeat(limits.events + 1)
    expect(message(`<Games><Game id="1">${many}</Game></Games>`)).toContain(
      `more than ${limits.events} events`,
    )
    const qualifiers = '<Q qualifier_id="1"/>'.repeat(limits.qualifiersPerEvent + 1)
    const text = base['opta-f24'].replace('</Event>', `${qualifiers}</Event>`)
    expect(parse('opta-f24', text).faults).toHaveLength(1)
    expect(message(`<Games>${'<a/>'.repeat(limits.xmlElements + 1)}</Games>`)).toContain('elements')
  })

  it('may begin with a byte order mark', () => {
    expect(parse('opta-f24', `\ufeff${base['opta-f24']}`).items).toHaveLength(3)
    expect(parse('opta-f24', Buffer.from(`\ufeff${base['opta-f24']}`)).items).toHaveLength(3)
  })
})

describe('JSON that is made to hurt', () => {
  it('is bounded in depth, number and bytes', () => {
    for (const format of ['stats-perform-ma3', 'statsbomb', 'touchline'] as const)
      expect(parse(format, '['.repeat(1_000_000)).faults[0]?.message).toContain('deep')
    const many = `[${'1,'.repeat(limits.events)}1]`
    expect(parse('statsbomb', many, options).faults[0]?.message).toContain(
      `more than ${limits.events} events`,
    )
    expect(parse('touchline', many, options).faults[0]?.message).toContain(
      `more than ${limits.events} events`,
    )
    expect(parse('touchline', ' '.repeat(limits.bytes + 1)).faults[0]?.message).toContain('bytes')
  })

  it('refuses an id that JSON has rounded', () => {
    const text = base['stats-perform-ma3'].replace('"id":1,', '"id":12345678901234567890,')
    expect(parse('stats-perform-ma3', text).faults[0]?.path).toBe('liveData.event[0].id')
  })

  it('does not take brackets within text for depth', () => {
    const text = ma3([{ id: 1, type: 1, player: `"${'[{'.repeat(30)}\\` }])
    expect(parse('stats-perform-ma3', text).items).toHaveLength(1)
  })
})
