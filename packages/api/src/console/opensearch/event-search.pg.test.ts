import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
import { type Behaviour, type FakeOpenSearch, startFakeOpenSearch } from './testing/fake-opensearch.ts'

let test: TestDatabase
let fake: FakeOpenSearch
const errors: unknown[] = []
let nowMs = 0
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  errors.length = 0
  nowMs = Date.parse(at(1_000))
  fake = await startFakeOpenSearch()
  await test.database.pool.query(
    'truncate matches, match_events, event_documents, event_document_checkpoints',
  )
  const write = createBulkWrite({ url: fake.url, onCreated: async () => {} })
  const some = (player: string, n: number): TestEvent[] =>
    Array.from({ length: n }, (_, index) => ({
      type: index % 3 === 0 ? 'goal-scored' : 'pass-made',
      lane: index % 3 === 0 ? 'critical' : 'normal',
      atSeconds: (index * 37) % 100,
      correlationId: `c${index % 4}`,
      payload: { player, text: `number ${index} of a phrase` },
    }))
  for (const [matchId, player] of [
    ['m1', 'Thomas Müller'],
    ['m2', 'Ada Ada'],
  ] as const) {
    const events = await storeTestEvents(test.database, matchId, some(player, 20))
    await write(events.map(toTestDocument))
  }
})
afterEach(() => fake.close())

const engine = (more: { url?: string } = {}): EventSearch =>
  createEventSearch({
    database: test.database,
    openSearch: { url: fake.url, ...more },
    now: () => new Date(nowMs),
    onError: error => errors.push(error),
  })
async function ask(search: EventSearch | undefined, asked: Record<string, unknown>) {
  const context = { database: test.database, engine: search, now: () => new Date(nowMs) }
  const outcome = await searchEvents(context, searchEventsInput.parse(asked))
  if (!outcome.ok) throw new Error('a search does not fail')
  return outcome.value
}

const questions: Record<string, unknown>[] = [
  {},
  { text: 'muller' },
  { text: 'Ad' },
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
    const search = engine()
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
      after = here.next
    } while (after !== null)
    expect(errors).toEqual([])
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
    fake.behaviour = behaviour
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
    fake.behaviour = { kind: 'hang' }
    for (let turn = 0; turn < 2; turn += 1) await ask(search, {})
    const calls = fake.calls.length
    const beganMs = performance.now()
    for (let turn = 0; turn < 5; turn += 1) expect((await ask(search, {})).from).toBe('postgres')
    expect(performance.now() - beganMs).toBeLessThan(700)
    expect(fake.calls.length).toBe(calls)
    expect(errors).toHaveLength(2)
  })

  it('answers where nothing ever listened', async () => {
    await fake.close()
    expect((await ask(engine(), { text: 'ada' })).from).toBe('postgres')
    fake = await startFakeOpenSearch()
  })
})

it('drops what OpenSearch holds of events that are no more', async () => {
  await test.database.pool.query(`delete from match_events where match_id = 'm1'`)
  expect((await ask(engine(), { text: 'muller' })).items).toEqual([])
})
