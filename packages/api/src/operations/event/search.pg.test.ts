import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchEvents } from './search.ts'
import { searchEventsInput } from './search-input.ts'
import { at, storeTestEvents } from './testing/stored-events.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  await storeTestEvents(test.database, 'm1', [
    { type: 'pass-made', payload: { team: 'home', player: 'Thomas Müller' } },
    { type: 'goal-scored', lane: 'critical', payload: { player: 'Jane O’Neill', kind: 'own-goal' } },
    { type: 'ball-tracked', source: 'sensor', id: 'reading-1', payload: { x: 0.5, y: 0.5, speedMps: 9 } },
    { type: 'card-shown', lane: 'critical', payload: { card: 'yellow', player: 'Thomas Müller' } },
    {
      type: 'post-published',
      source: 'social',
      lane: 'low',
      payload: { author: 'ann', text: 'Müller! write to ann@example.org', lang: 'de' },
    },
    ...Array.from({ length: 60 }, () => ({ type: 'ball-tracked', source: 'sensor' as const })),
  ])
  await storeTestEvents(test.database, 'm2', [
    {
      type: 'goal-scored',
      lane: 'critical',
      correlationId: 'batch',
      payload: { player: 'Ada' },
      atSeconds: 100,
    },
    { type: 'pass-made', correlationId: 'batch', payload: { player: 'Ada' }, atSeconds: 3 },
    { type: 'pass-made', id: 'm1-1x', payload: { player: 'Ada' }, atSeconds: 50 },
  ])
  await storeTestEvents(test.database, 'm3', [{ type: 'goal-scored' }, { type: 'goal-scored' }], {
    isIndexed: false,
  })
})
afterAll(() => test.drop())

const now = () => new Date(at(200))
async function page(asked: Record<string, unknown>) {
  const outcome = await searchEvents(
    { database: test.database, engine: undefined, now },
    searchEventsInput.parse(asked),
  )
  if (!outcome.ok) throw new Error('a search does not fail')
  return outcome.value
}
const found = async (asked: Record<string, unknown>) =>
  (await page(asked)).items.map(({ matchId, seq }) => `${matchId} ${seq}`)

describe('a search', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['all, by when it happened', {}, ['m2 1', 'm2 3', 'm1 5', 'm1 4', 'm2 2', 'm1 2', 'm1 1']],
    ['a word, whatever its accents', { text: 'MULLER ' }, ['m1 5', 'm1 4', 'm1 1']],
    ['the beginning of a word', { text: 'card thom' }, ['m1 4']],
    ['a type as it is written', { text: 'goal-scored' }, ['m2 1', 'm1 2']],
    ['a phrase', { text: '"own goal"' }, ['m1 2']],
    ['not this', { text: 'muller -yellow' }, ['m1 5', 'm1 1']],
    ['either', { text: 'yellow or "jane o neill"' }, ['m1 4', 'm1 2']],
    ['a match, by seq', { matchId: 'm2' }, ['m2 3', 'm2 2', 'm2 1']],
    ['a type', { type: 'pass-made' }, ['m2 3', 'm2 2', 'm1 1']],
    ['a lane and a source', { lane: 'critical', source: 'broadcast' }, ['m2 1', 'm1 4', 'm1 2']],
    ['a time span, both ends included', { from: at(2), to: at(4) }, ['m1 4', 'm2 2', 'm1 2']],
    ['a time span with an offset', { from: '2026-05-01T21:01:40.000+02:00' }, ['m2 1']],
    ['a word in a match and a time span', { matchId: 'm1', text: 'muller', from: at(3) }, ['m1 5', 'm1 4']],
    ['a correlation id', { correlationId: 'batch' }, ['m2 1', 'm2 2']],
    ['an id', { id: 'm1-1' }, ['m1 1']],
    ['an id of what has no words', { id: 'reading-1' }, ['m1 3']],
    ['an id, and something that does not hold', { id: 'm1-1', type: 'goal-scored' }, []],
    ['an id beyond a time', { id: 'm1-1', from: at(2) }, []],
    ['nothing', { text: 'penalty' }, []],
  ])('finds %s', async (_, asked, expected) => {
    expect(await found(asked)).toEqual(expected)
  })

  it.each([
    ['odegaard', 'Martin Ødegaard'],
    ['cakir', 'Uğurcan Çakır'],
    ['blaszczykowski', 'Jakub Błaszczykowski'],
    ['obrien', "Andy O'Brien"],
    ['o’brien', "Andy O'Brien"],
    ['brien', "Andy O'Brien"],
    ["o'shea", 'John O’Shea'],
    ['dang van', 'Đặng Văn Lâm'],
    ['grosskreutz', 'Kevin Großkreutz'],
    ['kjaer', 'Simon Kjær'],
    ['ilkay', 'İlkay Gündoğan'],
    ['thordarson', 'Guðjón Þórðarson'],
  ])('finds by %s the name %s, and by the name itself', async (typed, player) => {
    const [stored] = await storeTestEvents(test.database, 'names', [
      { type: 'pass-made', payload: { player } },
    ])
    for (const text of [typed, player, typed.toUpperCase()]) {
      const places = await found({ matchId: 'names', text })
      expect([text, places]).toEqual([text, expect.arrayContaining([`names ${stored?.seq}`])])
    }
    await test.database.pool.query("update matches set last_seq = 0 where match_id = 'names'")
    for (const table of ['match_events', 'event_documents', 'event_document_checkpoints', 'matches'])
      await test.database.pool.query(`delete from ${table} where match_id = 'names'`)
  })

  it('finds readings of a sensor in one match, by time, and pages through them', async () => {
    const asked = { matchId: 'm1', type: 'ball-tracked', from: at(10), to: at(20), limit: 6 }
    const first = await page(asked)
    expect(first.items.map(({ seq }) => seq)).toEqual([20, 19, 18, 17, 16, 15])
    const second = await page({ ...asked, after: first.next })
    expect(second.items.map(({ seq }) => seq)).toEqual([14, 13, 12, 11, 10])
    expect(second.next).toBeNull()
  })

  it.each([{}, { matchId: 'm1' }, { text: 'ada' }, { type: 'pass-made' }])(
    'pages through %o, each once',
    async asked => {
      const whole = await found(asked)
      const paged: string[] = []
      let after: string | null = null
      do {
        const next = await page({ ...asked, limit: 2, ...(after !== null && { after }) })
        paged.push(...next.items.map(({ matchId, seq }) => `${matchId} ${seq}`))
        after = next.next
      } while (after !== null)
      expect(paged).toEqual(whole)
    },
  )

  it('shows words of what it found, as fans have them, and how far it is behind', async () => {
    const { items, from, asOf, behind } = await page({ matchId: 'm1', text: 'muller' })
    expect(items.map(item => item.summary)).toEqual([
      'Müller! write to ann@example.org',
      'Thomas Müller · yellow',
      'Thomas Müller',
    ])
    expect(JSON.stringify(items)).not.toMatch(/payload/)
    expect({ from, asOf, behind }).toEqual({ from: 'postgres', asOf: at(200), behind: 0 })
    expect((await page({})).behind).toBe(2)
    expect((await page({ matchId: 'm3' })).behind).toBe(2)
  })

  it('takes any text that is one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async text => {
        const asked = searchEventsInput.safeParse({ text })
        if (asked.success) await page({ text })
        else expect(asked.error.issues[0]?.path).toEqual(['text'])
      }),
      { numRuns: 300 },
    )
  })
})

describe('nonsense is named', () => {
  it.each<[Record<string, unknown>, string, string]>([
    [{ text: '!!!' }, 'text', 'has no word to look for'],
    [{ text: '-goal' }, 'text', 'says only what to leave out: give a word to look for as well'],
    [{ text: '' }, 'text', ''],
    [{ text: 'a\u0000b' }, 'text', 'must not contain control characters'],
    [{ from: at(5), to: at(4) }, 'to', 'is before the beginning'],
    [{ from: 'yesterday' }, 'from', ''],
    [{ type: 'ball-tracked' }, 'matchId', 'is needed: these readings are found by their id, or in one match'],
    [
      { type: 'ball-tracked', matchId: 'm', text: 'x' },
      'text',
      'finds nothing: these readings have no words',
    ],
    [{ type: 'no-type' }, 'type', ''],
    [{ matchId: '../x' }, 'matchId', ''],
    [{ after: '2026-99-99T00:00:00.000Z~m~1' }, 'after', 'must be the next of a page'],
    [{ after: '1; drop table' }, 'after', 'must be the next of a page'],
    [{ limit: 5_000 }, 'limit', ''],
    [{ colour: 'red' }, '', 'Unrecognized key: "colour"'],
  ])('%o', (asked, path, message) => {
    const { error } = searchEventsInput.safeParse(asked)
    expect(error?.issues[0]?.path.join('.')).toBe(path)
    expect(error?.issues[0]?.message).toContain(message)
  })
})
