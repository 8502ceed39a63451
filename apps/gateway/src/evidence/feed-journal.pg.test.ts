import type { Identity } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFeedJournal, type FeedJournalOptions } from './create-feed-journal.ts'
import type { FeedBeginning } from './feed-journal.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query('truncate feed_sessions, feed_omissions')
})

const ann: Identity = { kind: 'fan', fanId: 'ann', sessionId: 's', tier: 'free', expiresAtMs: 0 }
const beginning = (connectionId: string): FeedBeginning => ({
  connectionId,
  transport: 'socket',
  identity: ann,
  matchId: 'm',
  lanes: ['critical', 'low'],
  delaySeconds: 20,
  after: { epoch: 1, seq: 7 },
})
const journal = (options: Partial<FeedJournalOptions> = {}) => {
  const errors: unknown[] = []
  const made = createFeedJournal({
    database: test.database,
    instance: 'g1',
    onError: error => errors.push(error),
    intervalMs: 20,
    ...options,
  })
  return { ...made, errors }
}
const sessions = async () =>
  (
    await test.database.pool.query(
      `select *, lanes::text[] as lanes from feed_sessions order by connection_id`,
    )
  ).rows
const omissions = async () => (await test.database.pool.query('select * from feed_omissions')).rows

describe('the feed journal', () => {
  it('tells of a feed while it is open, what it was not given, and how it ended', async () => {
    const { began, close } = journal()
    const page = began(beginning('c1'))
    await vi.waitFor(
      async () =>
        expect(await sessions()).toMatchObject([
          {
            instance: 'g1',
            connection_id: 'c1',
            transport: 'socket',
            fan: 'ann',
            match_id: 'm',
            lanes: ['critical', 'low'],
            delay_seconds: 20,
            epoch: 1,
            after_seq: 7,
            started_at: expect.any(Date),
            ended_at: null,
          },
        ]),
      10_000,
    )
    page.omitted({ epoch: 1, afterSeq: 10, upToSeq: 12, kind: 'low' })
    page.ended('lost', { epoch: 1, seq: 30 })
    page.ended('left', { epoch: 1, seq: 31 })
    await close()
    expect(await sessions()).toMatchObject([{ end_epoch: 1, end_seq: 30, end_reason: 'lost' }])
    expect(await omissions()).toMatchObject([{ after_seq: 10, up_to_seq: 12, kind: 'low' }])
  })

  it('writes a feed of a moment as one row, and one that got nothing', async () => {
    const { began, close } = journal({ intervalMs: 60_000 })
    began({ ...beginning('c1'), lanes: [], identity: { kind: 'anonymous', tier: 'free' } }).ended(
      'left',
      undefined,
    )
    await close()
    expect(await sessions()).toMatchObject([{ fan: '', lanes: [], end_seq: null, end_reason: 'left' }])
  })

  it('stands ten thousand feeds that begin at once, and end at once', async () => {
    const { began, close, errors } = journal()
    const startedMs = performance.now()
    const pages = Array.from({ length: 10_000 }, (_, index) => began(beginning(`c${index}`)))
    expect(performance.now() - startedMs).toBeLessThan(1_000)
    const count = async (where: string) =>
      Number(
        (await test.database.pool.query(`select count(*) from feed_sessions where ${where}`)).rows[0].count,
      )
    await vi.waitFor(async () => expect(await count('true')).toBe(10_000), 20_000)
    for (const page of pages) page.ended('drained', { epoch: 1, seq: 9 })
    await close()
    expect(await count("end_reason = 'drained'")).toBe(10_000)
    expect(errors).toEqual([])
  })

  it('writes what it held once the store is back, and counts what it could not hold', async () => {
    let away = true
    const { pool } = test.database
    const dropped = vi.fn()
    const flaky = {
      pool: new Proxy(pool, {
        get: (target, name) =>
          name === 'connect' && away
            ? () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
            : Reflect.get(target, name).bind(target),
      }),
    }
    const { began, close, errors } = journal({ database: flaky, maxNotes: 10, onDropped: dropped })
    const first = began(beginning('c0'))
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), 10_000)
    for (let index = 1; index <= 15; index++) began(beginning(`c${String(index).padStart(2, '0')}`))
    first.ended('left', undefined)
    away = false
    await close()
    const rows = await sessions()
    // The one that was being written, and of the others the newest.
    expect(rows.map(row => row.connection_id)).toEqual([
      'c0',
      ...rows.slice(1).map((_, at) => `c${String(at + 7).padStart(2, '0')}`),
    ])
    expect(rows.at(-1)).toMatchObject({ connection_id: 'c15' })
    expect(rows[0]).toMatchObject({ end_reason: 'left' })
    expect(dropped.mock.calls.reduce((sum, [count]) => sum + count, 0)).toBe(16 + 1 - 11)
  })

  it('is not held up by a row that the store will not have', async () => {
    const dropped = vi.fn()
    const { began, close, errors } = journal({ intervalMs: 60_000, onDropped: dropped })
    began({ ...beginning('bad'), matchId: 'x'.repeat(65) })
    await close()
    const next = journal()
    next.began({ ...beginning('good'), after: { epoch: 999_999_999, seq: 9_999_999_999 } })
    next.began({ ...beginning('nul'), identity: { ...ann, fanId: 'a\0b' } })
    await next.close()
    expect((await sessions()).map(row => row.fan)).toEqual(['ann', 'ab'])
    expect(errors).toHaveLength(1)
    expect(dropped).toHaveBeenCalledWith(1)
  })

  it('forgets sessions of last week, with what they were not given', async () => {
    const { began, close } = journal()
    const page = began(beginning('old'))
    page.omitted({ epoch: 1, afterSeq: 1, upToSeq: 2, kind: 'gap' })
    began(beginning('young'))
    await close()
    await test.database.pool.query(
      "update feed_sessions set started_at = now() - interval '8 days' where connection_id = 'old'",
    )
    const forgetting = journal({ forgetEveryMs: 10 })
    await vi.waitFor(async () => expect(await sessions()).toMatchObject([{ connection_id: 'young' }]), 10_000)
    expect(await omissions()).toEqual([])
    await forgetting.close()
  })
})
