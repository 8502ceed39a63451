import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createRetryBudget } from '@touchline/resilience'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, type ContextChanges, contextOn, overloadBy } from '../testing/context.ts'
import { batchOf, storedEvent } from '../testing/records.ts'
import { retryOne } from './retry-parked.ts'

let test: TestDatabase
let other: pg.Client
beforeAll(async () => {
  test = await createTestDatabase()
  other = new pg.Client({ connectionString: test.url })
  await other.connect()
})
afterAll(async () => {
  await other.end()
  await test.drop()
})
afterEach(() => other.query('rollback'))
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
})

const changes = { lockTimeoutMs: 50 }
const enrichment = (more: ContextChanges = {}) =>
  createEnrichment({ ...contextOn(test.database, { ...changes, ...more }), overload: overloadBy() })
const retry = (more: ContextChanges = {}, random = () => 0) =>
  retryOne({
    context: contextOn(test.database, { ...changes, ...more }),
    budget: createRetryBudget({ ratio: 1, minPerSecond: 1_000, now: () => performance.now() }),
    random,
    onError: () => {},
  })
const ids = async (matchId: string) =>
  (await readEvents(test.database, { matchId, afterSeq: 0, limit: 100 })).map(event => event.sourceEventId)
const parked = () => test.database.prisma.parkedMatch.findMany()
const accounts = async () =>
  (await test.database.prisma.account.findMany({ orderBy: { matchId: 'asc' } })).map(
    ({ matchId, accepted, stored, dead }) => `${matchId} ${accepted} ${stored} ${dead}`,
  )
const event = (id: string, matchId: string, fields = {}) => storedEvent(id, { matchId, ...fields })

/** Somebody holds a match's row. */
async function hold(matchId: string): Promise<() => Promise<unknown>> {
  await other.query('begin')
  await other.query('select 1 from matches where match_id = $1 for update', [matchId])
  return () => other.query('rollback')
}

it('parks a match whose row is held, while others go on, and stores its events in order afterwards', async () => {
  const handle = enrichment()
  await handle(batchOf([event('a1', 'a'), event('b1', 'b')]))
  const release = await hold('a')
  await handle(batchOf([event('a2', 'a'), event('b2', 'b'), event('a3', 'a')], { firstOffset: 2n }))
  await handle(batchOf([event('b3', 'b'), event('a4', 'a')], { firstOffset: 5n }))
  expect(await ids('b')).toEqual(['b1', 'b2', 'b3'])
  expect(await ids('a')).toEqual(['a1'])
  expect(await parked()).toMatchObject([{ matchId: 'a', errorCode: 'match-locked', attempts: 1 }])
  expect(await accounts()).toEqual(['a 1 1 0', 'b 3 3 0'])

  expect(await retry()).toBe(true)
  expect(await parked()).toMatchObject([{ matchId: 'a', attempts: 2 }])
  await release()
  expect(await retry()).toBe(true)
  expect(await ids('a')).toEqual(['a1', 'a2', 'a3', 'a4'])
  expect(await parked()).toEqual([])
  expect(await accounts()).toEqual(['a 4 4 0', 'b 3 3 0'])
  expect(await retry()).toBe(false)
})

it('keeps the events of a parked match that come by another topic behind it', async () => {
  await enrichment()(batchOf([event('a1', 'a')]))
  const release = await hold('a')
  await enrichment()(batchOf([event('a2', 'a')], { firstOffset: 1n }))
  const post = { source: 'social', type: 'post-published', payload: { author: 'x', text: 't' } }
  await enrichment()(batchOf([event('s1', 'a', post)], { source: 'social' }))
  await release()
  await retry()
  expect(await ids('a')).toEqual(['a1', 'a2', 's1'])
})

it('does not wait again for a row that keeps its match parked', async () => {
  await enrichment()(batchOf([event('a1', 'a'), event('b1', 'b')]))
  await hold('a')
  const slow = enrichment({ lockTimeoutMs: 2_000 })
  await slow(batchOf([event('a2', 'a')], { firstOffset: 2n }))
  const before = performance.now()
  for (let at = 3; at < 9; at += 1) {
    await slow(batchOf([event(`a${at}`, 'a'), event(`b${at}`, 'b')], { firstOffset: BigInt(at * 2) }))
  }
  // One wait more would be as long as all six may take.
  expect(performance.now() - before).toBeLessThan(2_000)
  expect((await ids('b')).length).toBe(7)
})

it('is never early', async () => {
  await enrichment()(batchOf([event('a1', 'a')]))
  const release = await hold('a')
  await enrichment({ firstRetryMs: () => 60_000 })(batchOf([event('a2', 'a')], { firstOffset: 1n }))
  await release()
  expect(await retry()).toBe(false)
  await test.database.pool.query(`update parked_matches set due_at = now() - interval '1 ms'`)
  expect(await retry()).toBe(true)
})

it('gives a head up after five retries: it is dead, and systemic; the next is the head', async () => {
  await enrichment()(batchOf([event('a1', 'a')]))
  const release = await hold('a')
  await enrichment()(batchOf([event('a2', 'a'), event('a3', 'a')], { firstOffset: 1n }))
  for (let turn = 1; turn <= 5; turn += 1) expect(await retry()).toBe(true)
  expect(await test.database.prisma.deadLetter.findMany()).toMatchObject([
    { sourceEventId: 'a2', disposition: 'systemic', attempts: 6, errorCode: 'match-locked', state: 'dead' },
  ])
  const [letter] = await test.database.prisma.deadLetter.findMany()
  const inHours = ((letter?.reprocessAt?.getTime() ?? 0) - Date.now()) / 3_600_000
  expect(inHours).toBeGreaterThan(0.9)
  expect(inHours).toBeLessThan(1.1)
  expect(await parked()).toMatchObject([{ attempts: 0 }])
  await release()
  await retry()
  expect(await ids('a')).toEqual(['a1', 'a3'])
  expect(await accounts()).toEqual(['a 3 2 1'])
})

it('does not let a reading that is too old to matter hold up its match', async () => {
  const ball = { source: 'sensor', type: 'ball-tracked', payload: { x: 0.5, y: 0.5, speedMps: 1 } }
  await enrichment()(batchOf([event('a1', 'a', ball)], { source: 'sensor' }))
  const release = await hold('a')
  await enrichment()(batchOf([event('a2', 'a', ball)], { source: 'sensor', firstOffset: 1n }))
  await retry()
  expect(await test.database.prisma.deadLetter.findMany()).toMatchObject([
    { sourceEventId: 'a2', disposition: 'stale', reprocessAt: null },
  ])
  await release()
})

it('waits for its budget', async () => {
  await enrichment()(batchOf([event('a1', 'a')]))
  const release = await hold('a')
  await enrichment()(batchOf([event('a2', 'a')], { firstOffset: 1n }))
  const budget = { spend: () => false, deposit: () => {} }
  const context = contextOn(test.database, changes)
  expect(await retryOne({ context, budget, random: () => 0, onError: () => {} })).toBe(false)
  await release()
})

it('loses and doubles nothing when parking ends while another batch arrives', { repeats: 4 }, async () => {
  await enrichment()(batchOf([event('a0', 'a')]))
  const release = await hold('a')
  await enrichment()(batchOf([event('a1', 'a')], { firstOffset: 1n }))
  await release()
  const handle = enrichment({ lockTimeoutMs: 2_000 })
  const arriving = (async () => {
    for (let at = 2; at < 30; at += 1)
      await handle(batchOf([event(`a${at}`, 'a')], { firstOffset: BigInt(at) }))
  })()
  const retrying = (async () => {
    for (let turn = 0; turn < 40; turn += 1) await retry({ lockTimeoutMs: 2_000 })
  })()
  await Promise.all([arriving, retrying])
  while (await retry({ lockTimeoutMs: 2_000 }));
  expect(await ids('a')).toEqual(Array.from({ length: 30 }, (_, index) => `a${index}`))
  expect(await parked()).toEqual([])
  expect(await accounts()).toEqual(['a 30 30 0'])
})
