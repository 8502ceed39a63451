import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { searchEvents } from '../../operations/event/search.ts'
import type { EventSearch } from '../../operations/event/search-engine.ts'
import { searchEventsInput } from '../../operations/event/search-input.ts'
import {
  at,
  storeTestEvents,
  type TestEvent,
  toTestDocument,
} from '../../operations/event/testing/stored-events.ts'
import { createBulkWrite } from './bulk-write.ts'
import { createEventSearch } from './create-event-search.ts'
import { createOpenSearch } from './opensearch-search.ts'
import { type Behaviour, type OpenSearchFront, openFront } from './testing/opensearch-front.ts'
import { nameTestIndex } from './testing/test-index.ts'

const index = nameTestIndex()
let test: TestDatabase
let front: OpenSearchFront
const errors: unknown[] = []
let nowMs = 0

beforeAll(async () => {
  test = await createTestDatabase()
  front = await openFront()
  const write = createBulkWrite({ url: front.url, alias: index.alias, onCreated: async () => {} })
  for (const [matchId, player] of [
    ['m1', 'Thomas Müller'],
    ['m2', 'Ada Ada'],
    ['m3', 'Đặng Văn O’Brien-Błaszczykowski Ødegaard Çakır Großkreutz'],
  ] as const) {
    const events = await storeTestEvents(test.database, matchId, passesOf(player, 20))
    await write(events.map(toTestDocument))
  }
  await index.refresh()
  // The first question finds a server that has compiled nothing yet.
  for (let turn = 0; turn < 3; turn += 1) await ask(patient(), { text: 'ada "number 7 of"' })
})
afterAll(async () => {
  await index.drop()
  await front.close()
  await test.drop()
})
beforeEach(() => {
  errors.length = 0
  front.calls.length = 0
  front.behaviour = { kind: 'pass' }
  nowMs = Date.parse(at(1_000))
})

const passesOf = (player: string, n: number): TestEvent[] =>
  Array.from({ length: n }, (_, nth) => ({
    type: nth % 3 === 0 ? 'goal-scored' : 'pass-made',
    lane: nth % 3 === 0 ? 'critical' : 'normal',
    atSeconds: (nth * 37) % 100,
    correlationId: `c${nth % 4}`,
    payload: { player, text: `number ${nth} of a phrase` },
  }))
const now = () => new Date(nowMs)
/** OpenSearch alone, however long it takes. */
const patient = (): EventSearch =>
  createOpenSearch({ url: front.url, alias: index.alias, now, timeoutMs: 20_000 })
const engine = (more: { url?: string } = {}): EventSearch =>
  createEventSearch({
    database: test.database,
    openSearch: { url: front.url, alias: index.alias, ...more },
    now,
    onError: error => errors.push(error),
  })
async function ask(search: EventSearch | undefined, asked: Record<string, unknown>) {
  const context = { database: test.database, engine: search, now }
  const outcome = await searchEvents(context, searchEventsInput.parse(asked))
  if (!outcome.ok) throw new Error('a search does not fail')
  return outcome.value
}

const questions: Record<string, unknown>[] = [
  {},
  { text: 'muller' },
  { text: 'Ad' },
  { text: 'dang van obrien' },
  { text: '"o brien blaszczykowski" odegaard' },
  { text: 'CAKIR grosskreutz' },
  { text: '"number 7 of"' },
  { text: 'goal -ada' },
  { text: 'thomas pass or "number 3"' },
  { matchId: 'm2' },
  { matchId: 'm2', lane: 'critical', limit: 3 },
  { type: 'goal-scored', source: 'broadcast' },
  { correlationId: 'c2' },
  { from: at(10), to: at(40) },
  { matchId: 'm1', text: 'pass', from: at(10), to: at(40), limit: 2 },
  { source: 'social' },
]

describe('OpenSearch and PostgreSQL', () => {
  it.each(questions)('find the same, page by page: %o', async asked => {
    const search = patient()
    let after: string | null = null
    do {
      const question: Record<string, unknown> = {
        ...asked,
        limit: asked.limit ?? 7,
        ...(after !== null && { after }),
      }
      const [here, there] = await Promise.all([ask(undefined, question), ask(search, question)])
      expect({ ...there, from: 'postgres' }).toEqual(here)
      expect(there.from).toBe('opensearch')
      if (question.source !== 'social') expect(here.items.length).toBeGreaterThan(0)
      after = here.next
    } while (after !== null)
  })
})

const troubles: Behaviour[] = [
  { kind: 'cut' },
  { kind: 'babble' },
  { kind: 'timed-out' },
  { kind: 'answer', status: 503 },
  { kind: 'answer', status: 400, error: 'parsing_exception' },
  { kind: 'slow', ms: 1_200 },
]

describe('while OpenSearch is away', () => {
  it.each(troubles)('answers from what it said, then from PostgreSQL: %o', async behaviour => {
    const search = engine()
    const asOf = (await ask(search, { text: 'ada' })).asOf
    front.behaviour = behaviour
    nowMs += 60_000
    expect(await ask(search, { text: 'ada' })).toMatchObject({ from: 'cache', asOf })
    nowMs += 1
    const other = await ask(search, { text: 'ada' })
    expect(other).toMatchObject({ from: 'postgres', asOf: new Date(nowMs).toISOString() })
    expect(other.items).toHaveLength(20)
    expect((await ask(search, { text: 'muller' })).from).toBe('postgres')
    expect(errors.length).toBeGreaterThan(0)
  })

  it('costs nobody waiting once it is known', async () => {
    const search = engine()
    front.behaviour = { kind: 'hang' }
    for (let turn = 0; turn < 2; turn += 1) await ask(search, {})
    const calls = front.calls.length
    const beganMs = performance.now()
    for (let turn = 0; turn < 5; turn += 1) expect((await ask(search, {})).from).toBe('postgres')
    expect(performance.now() - beganMs).toBeLessThan(700)
    expect(front.calls.length).toBe(calls)
    expect(errors).toHaveLength(2)
  })

  it('answers where nothing ever listened', async () => {
    expect((await ask(engine({ url: 'http://127.0.0.1:9' }), { text: 'ada' })).from).toBe('postgres')
  })
})

it('drops what OpenSearch holds of events that are no more', async () => {
  await test.database.pool.query(`delete from match_events where match_id = 'm1'`)
  expect((await ask(patient(), { text: 'muller' })).items).toEqual([])
})
