import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nameTestIndex, openSearchUrl } from '@touchline/api/opensearch/testing'
import { readIndexLag } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createLogger, createMetrics } from '@touchline/telemetry'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { ProcessorOptions } from '../../options.ts'
import { storeEvents } from '../aggregate/testing/match-events.ts'
import { startEventIndex } from './start.ts'

let test: TestDatabase
let folder: string
const running: { stop(): Promise<void> }[] = []
const index = nameTestIndex()
beforeAll(async () => {
  test = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'index-events-'))
})
afterAll(async () => {
  await test.drop()
  await index.drop()
  await rm(folder, { recursive: true })
})
afterEach(() => Promise.all(running.splice(0).map(job => job.stop())))

const metrics = createMetrics('test')
function start(openSearch?: { url: string; alias: string }): void {
  const options = {
    ...{ database: test.database, metrics, logger: createLogger({ service: 'test', level: 'silent' }) },
    ...{ spool: { folder, maxBytes: 1_000_000 }, ...(openSearch && { openSearch }) },
  } as ProcessorOptions
  const lag = { seconds: () => 0 }
  running.push(startEventIndex({ options, lag, failed: () => () => {} }))
}
const store = (matchId: string, count: number) =>
  storeEvents(test.database, matchId, new Array<undefined>(count).fill(undefined))
const waiting = { timeout: 15_000, interval: 20 }
const isDone = () =>
  vi.waitFor(async () => expect((await readIndexLag(test.database, undefined)).events).toBe(0), waiting)

it('fills an OpenSearch that is new with all there is, and tells how far behind it is', async () => {
  await store('m', 50)
  start()
  await isDone()
  await Promise.all(running.splice(0).map(job => job.stop()))
  start({ url: openSearchUrl(), alias: index.alias })
  await store('n', 10)
  // 60 events, of which each fifth is a reading that has no words.
  await vi.waitFor(async () => expect((await index.documents()).size).toBe(48), waiting)
  await vi.waitFor(
    async () =>
      expect(await metrics.exposition()).toMatch(/touchline_event_search_behind_events(\{[^}]*\})? 0/),
    waiting,
  )
  expect(await metrics.exposition()).toMatch(
    /touchline_event_documents_total\{[^}]*place="opensearch"[^}]*\} \d+/,
  )
})

it('indexes in PostgreSQL as ever while OpenSearch is away', async () => {
  start({ url: 'http://127.0.0.1:9', alias: index.alias })
  await store('away', 100)
  await isDone()
  expect(await test.database.prisma.eventDocument.count({ where: { matchId: 'away' } })).toBe(80)
})
