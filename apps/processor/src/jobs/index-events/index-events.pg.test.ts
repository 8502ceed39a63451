import type { Database, EventDocument } from '@touchline/db'
import { listUnindexed, readIndexLag, searchDocuments, searchWordsVersion } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Repeating } from '../../repeat.ts'
import { dyingDatabase } from '../aggregate/testing/dying-database.ts'
import { storeEvents } from '../aggregate/testing/match-events.ts'
import { createEventIndex, type EventIndexOptions } from './index.ts'
import { indexMatch } from './index-match.ts'

let test: TestDatabase
const running: Repeating[] = []
const errors: unknown[] = []
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  errors.length = 0
  await test.database.pool.query(
    'truncate matches, match_events, event_documents, event_document_checkpoints',
  )
})
afterEach(() => Promise.all(running.splice(0).map(job => job.stop())))

function start(more: Partial<EventIndexOptions> = {}): void {
  const job = createEventIndex({
    ...{ database: test.database, lagSeconds: () => 0, onIndexed: () => {}, onLag: () => {} },
    ...{ onError: error => errors.push(error), intervalMs: 5, share: 1 },
    ...more,
  })
  running.push(job)
}

const store = (matchId: string, count: number) =>
  storeEvents(test.database, matchId, new Array<undefined>(count).fill(undefined))
const documents = async () =>
  (await test.database.prisma.eventDocument.findMany({ orderBy: [{ matchId: 'asc' }, { seq: 'asc' }] })).map(
    ({ matchId, seq }) => `${matchId} ${seq}`,
  )
const isDone = () =>
  vi.waitFor(async () => expect((await readIndexLag(test.database, undefined)).events).toBe(0), {
    timeout: 10_000,
    interval: 10,
  })
const wordy = (events: readonly { matchId: string; seq: number; type: string }[]) =>
  events.filter(({ type }) => type !== 'ball-tracked').map(({ matchId, seq }) => `${matchId} ${seq}`)
const search = async (whole: string) =>
  (await searchDocuments(test.database, { words: { whole, rest: '', prefix: '' }, limit: 1_000 })).map(
    ({ seq }) => seq,
  )

it('adds what is stored, but for sensors that track, and goes on with what comes later', async () => {
  const first = await store('m', 1_302)
  start()
  await isDone()
  expect(await documents()).toEqual(wordy(first))
  const later = await store('m', 40)
  const other = await store('n', 7)
  await isDone()
  expect(await documents()).toEqual(wordy([...first, ...later, ...other]))
  expect(await search('goal')).toHaveLength(269 + 2)
  expect(errors).toEqual([])
})

it('indexes a match anew when its checkpoint is deleted, and one whose history was lost', async () => {
  const events = await store('m', 20)
  start()
  await isDone()
  await test.database.pool.query('truncate event_documents')
  await test.database.pool.query(`delete from event_document_checkpoints where match_id = 'm'`)
  await isDone()
  expect(await documents()).toEqual(wordy(events))
  await test.database.pool.query(`delete from match_events where seq > 5`)
  await test.database.pool.query(`update matches set epoch = 2, last_seq = 5`)
  await isDone()
  expect(await documents()).toEqual(wordy(events.slice(0, 5)))
})

it('indexes anew what an earlier version of its words wrote, a batch at a time, and once', async () => {
  const events = await store('m', 1_302)
  start()
  await isDone()
  await test.database.pool.query(`update event_documents set document = to_tsvector('simple', 'old')`)
  await test.database.pool.query(
    `update event_document_checkpoints set words_version = ${searchWordsVersion - 1}`,
  )
  expect((await readIndexLag(test.database, undefined)).events).toBe(events.length)
  expect(await search('old')).not.toHaveLength(0)
  await isDone()
  expect(await search('old')).toEqual([])
  expect(await documents()).toEqual(wordy(events))
  expect(await listUnindexed(test.database, 1)).toEqual([])
  expect(errors).toEqual([])
})

it('lets no match that fails hold up others', async () => {
  for (let nth = 0; nth < 60; nth += 1) await store(`bad${nth}`, 3)
  const good = await store('good', 3)
  const keep = async (all: readonly EventDocument[]) => {
    if (all.some(({ matchId }) => matchId.startsWith('bad'))) throw new Error('refused')
  }
  start({ keep })
  await vi.waitFor(async () => expect(await documents()).toEqual(wordy(good)), 10_000)
  expect(errors.length).toBeGreaterThanOrEqual(50)
  errors.length = 0
})

it('stands back while the consumption lags', async () => {
  await store('m', 20)
  let lagSeconds = 3
  const lags: number[] = []
  start({ lagSeconds: () => lagSeconds, onLag: ({ events }) => lags.push(events) })
  await vi.waitFor(() => expect(lags.length).toBeGreaterThan(3), 10_000)
  expect(lags.every(events => events === 20)).toBe(true)
  expect(await documents()).toEqual([])
  lagSeconds = 1
  await isDone()
  expect((await documents()).length).toBe(16)
})

it('two of them do each event once', async () => {
  await Promise.all(['a', 'b', 'c'].map(matchId => store(matchId, 900)))
  let indexed = 0
  const onIndexed = (count: number) => {
    indexed += count
  }
  start({ onIndexed })
  start({ onIndexed })
  await isDone()
  await Promise.all(running.splice(0).map(job => job.stop()))
  expect(indexed).toBe((await documents()).length)
  expect(indexed).toBe(3 * 720)
  expect(errors).toEqual([])
})

it.each([1, 2, 3, 4, 5, 6, 7])(
  'killed at statement %i, before and after it, it loses and doubles nothing',
  async statement => {
    const events = await store('m', 30)
    const [match] = await listUnindexed(test.database, 1)
    if (!match) throw new Error('the match is not behind')
    const kept: EventDocument[] = []
    const keep = async (more: readonly EventDocument[]) => void kept.push(...more)
    for (const when of ['before', 'after'] as const) {
      const dying: Database = dyingDatabase(test.database, statement, when)
      await indexMatch({ database: dying, keep }, match).catch(() => {})
    }
    await indexMatch({ database: test.database, keep }, match)
    expect(await documents()).toEqual(wordy(events))
    // Elsewhere each is told of at the least once.
    expect(new Set(kept.map(({ seq }) => seq)).size).toBe(24)
    expect(await readIndexLag(test.database, 'm')).toEqual({ events: 0, seconds: 0 })
  },
)
