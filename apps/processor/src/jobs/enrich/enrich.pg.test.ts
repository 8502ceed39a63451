import { type Database, getMatch, readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { evolve } from '@touchline/match'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { retryOne } from '../../parking/retry-parked.ts'
import { allTables, type ContextChanges, contextOn, overloadBy } from '../../testing/context.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import type { Applied } from './apply.ts'
import type { Rules } from './apply-rules.ts'
import { createEnrichment } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
})

const nowMs = () => Date.parse('2026-05-01T19:00:01.000Z')

const enrichment = (changes: ContextChanges = {}, database: Database = test.database) =>
  createEnrichment({ ...contextOn(database, { nowMs, ...changes }), overload: overloadBy() })

const seqs = async (matchId = 'm1') =>
  (await readEvents(test.database, { matchId, afterSeq: 0, limit: 1_000 })).map(event => event.seq)
const accounts = async () => {
  const rows = await test.database.prisma.account.findMany({
    orderBy: [{ topic: 'asc' }, { matchId: 'asc' }],
  })
  return rows.map(({ matchId, accepted, stored, duplicate, dead }) =>
    [matchId, accepted, stored, duplicate, dead].join(' '),
  )
}
const letters = () => test.database.prisma.deadLetter.findMany({ orderBy: { originOffset: 'asc' } })

describe('one batch', () => {
  it('stores events, state, outbox, accounts and checkpoint together', async () => {
    const goal = storedEvent('g', { type: 'goal-scored', clock: { period: 1, seconds: 60 } })
    const next = await enrichment()(batchOf([storedEvent('a'), goal, storedEvent('a')]))
    expect(next).toBe(3n)
    const [, second] = await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 10 })
    expect(second).toMatchObject({
      seq: 2,
      epoch: 1,
      lane: 'critical',
      score: { home: 1, away: 0 },
      correlationId: 'c1',
    })
    const origins = await test.database.prisma.matchEvent.findMany({ orderBy: { seq: 'asc' } })
    expect(
      origins.map(({ originTopic, originPartition, originOffset }) => [
        originTopic,
        originPartition,
        originOffset,
      ]),
    ).toEqual([
      ['broadcast-events', 0, 0n],
      ['broadcast-events', 0, 1n],
    ])
    expect(await getMatch(test.database, 'm1')).toMatchObject({
      lastSeq: 2,
      score: { home: 1, away: 0 },
      status: 'live',
    })
    expect(await accounts()).toEqual(['m1 3 2 1 0'])
    const outbox = await test.database.prisma.outbox.findMany()
    expect(outbox).toMatchObject([{ matchId: 'm1', firstSeq: 1, lastSeq: 2 }])
    expect(await test.database.prisma.checkpoint.findMany()).toMatchObject([{ nextOffset: 3n }])
  })

  it('passes over records whose effects are stored, in whole or in part', async () => {
    await enrichment()(batchOf([storedEvent('a'), storedEvent('b')]))
    await enrichment()(batchOf([storedEvent('a'), storedEvent('b')]))
    await enrichment()(batchOf([storedEvent('b'), storedEvent('c')], { firstOffset: 1n }))
    expect(await seqs()).toEqual([1, 2, 3])
    expect(await accounts()).toEqual(['m1 3 3 0 0'])
  })

  it('leaves nothing behind when it fails half-way', async () => {
    const handler = enrichment({}, { ...test.database, pool: failingAt(/into outbox/) })
    await expect(handler(batchOf([storedEvent('a')]))).rejects.toThrow('connection lost')
    expect(await seqs()).toEqual([])
    expect(await accounts()).toEqual([])
    expect(await test.database.prisma.checkpoint.count()).toBe(0)
    await enrichment()(batchOf([storedEvent('a')]))
    expect(await seqs()).toEqual([1])
  })
})

/** A pool whose connections fail at the statement that matches, as a lost connection does. */
function failingAt(statement: RegExp) {
  const { pool } = test.database
  return Object.assign(Object.create(pool), {
    connect: async () => {
      const client = await pool.connect()
      const query = client.query.bind(client) as (q: unknown, ...rest: unknown[]) => unknown
      return {
        query: (q: { text?: string } | string, ...rest: unknown[]) => {
          const text = typeof q === 'string' ? q : (q.text ?? '')
          return statement.test(text) ? Promise.reject(new Error('connection lost')) : query(q, ...rest)
        },
        release: (error?: Error) => client.release(error),
      }
    },
  })
}

it('hands on events exactly as the database gives them back', async () => {
  const handed: Applied[] = []
  const odd = { occurredAt: '2026-05-01T21:00:00.123456+02:00', clock: { period: 2, seconds: 1_234.567891 } }
  const payload = { team: 'home', start: { x: 0.1234567890123, y: 1e-7 }, player: 'Ünï “quoted” \\ 😀' }
  await enrichment({ onApplied: applied => handed.push(applied) })(
    batchOf([storedEvent('odd', { ...odd, payload })]),
  )
  const stored = await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 10 })
  expect(handed[0]?.events).toEqual(stored)
  expect(stored[0]).toMatchObject({
    occurredAt: '2026-05-01T19:00:00.123Z',
    clock: { seconds: 1_234.57 },
    payload,
  })
})

describe('what cannot be processed', () => {
  it('is dead with its bytes and its reason, and its neighbours go on', async () => {
    const future = storedEvent('f', { occurredAt: '2026-05-01T20:00:00.000Z' })
    const wrong = storedEvent('w', { payload: { team: 'referee' } })
    await enrichment()(batchOf([storedEvent('a'), '{"half', future, wrong, '\u0000\u0001', storedEvent('b')]))
    expect(await seqs()).toEqual([1, 2])
    const dead = await letters()
    expect(dead.map(letter => letter.errorCode)).toEqual([
      'invalid-json',
      'implausible-time',
      'schema-mismatch',
      'invalid-json',
    ])
    expect(Buffer.from(dead[0]?.raw ?? []).toString()).toBe('{"half')
    expect(dead[2]?.errorMessage).toContain('payload.team')
    expect(dead[1]).toMatchObject({ matchId: 'm1', sourceEventId: 'f', originOffset: 2n, stage: 'enrich' })
    expect(await accounts()).toEqual([' 2 0 0 2', 'm1 4 2 0 2'])
  })

  it('is tried three times where a rule throws', async () => {
    let tries = 0
    const flaky: Rules['evolve'] = (match, change) => {
      if (change.identity.endsWith(' poison')) {
        tries += 1
        throw new Error('the rule broke')
      }
      return evolve(match, change)
    }
    await enrichment({ rules: { evolve: flaky } })(
      batchOf([storedEvent('a'), storedEvent('poison'), storedEvent('b')]),
    )
    expect(tries).toBe(3)
    expect(await letters()).toMatchObject([
      { errorCode: 'unprocessable', errorMessage: 'the rule broke', attempts: 3 },
    ])
    expect(await seqs()).toEqual([1, 2])
  })

  it('is found by going one by one where the database refuses its data', async () => {
    const tooOld = storedEvent('old', { occurredAt: '0000-01-01T00:00:00Z' })
    const next = await enrichment()(batchOf([storedEvent('a'), tooOld, storedEvent('b')]))
    expect(next).toBe(3n)
    expect(await seqs()).toEqual([1, 2])
    expect(await letters()).toMatchObject([
      { sourceEventId: 'old', errorCode: 'unprocessable', disposition: 'poison' },
    ])
    expect(await accounts()).toEqual(['m1 3 2 0 1'])
  })

  it('is dead each time that it stands in the log', async () => {
    await enrichment()(batchOf(['junk', 'junk']))
    expect(await accounts()).toEqual([' 2 0 0 2'])
  })
})

/**
 * A writer that this machine gives no time for a while looks like a stranger who holds a match's row: the match is parked,
 * and what waits is stored when its turn comes.
 */
async function untilNothingIsParked(): Promise<void> {
  const options = {
    context: contextOn(test.database, { nowMs }),
    budget: { spend: () => true, deposit: () => {} },
    random: () => 0,
    onError: () => {},
  }
  while ((await test.database.prisma.parkedMatch.count()) > 0) await retryOne(options)
}

describe('many writers', () => {
  it('keep seq gapless and every id once, and an id once in each match and source', async () => {
    const social = (id: string) =>
      storedEvent(id, { source: 'social', type: 'post-published', payload: { author: 'a', text: 't' } })
    for (let round = 0; round < 12; round += 1) {
      const at = { firstOffset: BigInt(round * 2) }
      const other = (id: string) => storedEvent(id, { matchId: 'm2' })
      await Promise.all([
        enrichment()(batchOf([storedEvent(`b${round}`), storedEvent('same')], at)),
        enrichment()(batchOf([social(`s${round}`), social('same')], { source: 'social', ...at })),
        enrichment()(batchOf([other(`x${round}`), other('same')], { partition: 1, ...at })),
      ])
    }
    await untilNothingIsParked()
    const [one, two] = [await seqs('m1'), await seqs('m2')]
    expect(one).toEqual(one.map((_, index) => index + 1))
    expect(two).toEqual(two.map((_, index) => index + 1))
    expect(one.length + two.length).toBe(36 + 3)
  })

  it('who both believe they hold a partition store its records once', { repeats: 9 }, async () => {
    const batch = batchOf(Array.from({ length: 50 }, (_, index) => storedEvent(`e${index}`)))
    await Promise.all([enrichment()(batch), enrichment()(batch), enrichment()(batch)])
    await untilNothingIsParked()
    expect((await seqs()).length).toBe(50)
    expect(await accounts()).toEqual(['m1 50 50 0 0'])
  })
})
