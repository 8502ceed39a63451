import { type ParkedReason, readEvents, readParkedReasons } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createRetryBudget } from '@touchline/resilience'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { batchOf, storedEvent } from '../testing/records.ts'
import { createParkingRetry } from './parking-retry.ts'
import { retryOne } from './retry-parked.ts'

let test: TestDatabase
let other: pg.Client
beforeAll(async () => {
  test = await createTestDatabase()
  other = new pg.Client({ connectionString: test.url })
  await other.connect()
  await test.database.pool.query(`
    create function misbehave() returns trigger language plpgsql as $$ begin
      if new.source_event_id like 'conflict%' then
        raise unique_violation using constraint = 'match_events_identity_key', message = 'known id';
      elsif new.source_event_id like 'deadlock%' then raise deadlock_detected;
      elsif new.source_event_id like 'full%' then raise disk_full using message = 'no space';
      elsif new.source_event_id like 'slow%' then perform pg_sleep(60);
      end if;
      return new;
    end $$;
    create trigger misbehave before insert on match_events for each row execute function misbehave()`)
})
afterAll(async () => {
  await other.end()
  await test.drop()
})
afterEach(() => other.query('rollback'))
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
})

const options = (random = () => 0) => ({
  context: contextOn(test.database, { lockTimeoutMs: 50 }),
  budget: createRetryBudget({ ratio: 1, minPerSecond: 1_000, now: () => performance.now() }),
  random,
  onError: () => {},
})
const event = (id: string, matchId: string) => storedEvent(id, { matchId })
const ids = async (matchId: string) =>
  (await readEvents(test.database, { matchId, afterSeq: 0, limit: 100 })).map(one => one.sourceEventId)
const parked = () => test.database.prisma.parkedMatch.findMany({ orderBy: { matchId: 'asc' } })

/** Parks matches, in this order, each with these events waiting. */
async function park(waiting: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const handle = createEnrichment({ ...options().context, overload: overloadBy() })
  const matchIds = Object.keys(waiting)
  await handle(batchOf(matchIds.map(matchId => event(`first-${matchId}`, matchId))))
  await other.query('begin')
  await other.query('select 1 from matches where match_id = any($1) for update', [matchIds])
  const events = Object.entries(waiting).flatMap(([matchId, all]) => all.map(id => event(id, matchId)))
  await handle(batchOf(events, { firstOffset: 1_000n }))
  await other.query('rollback')
  expect(await parked()).toHaveLength(matchIds.length)
  for (const [index, matchId] of matchIds.entries()) {
    await test.database.pool.query(
      `update parked_matches set due_at = now() - interval '1 hour' + $2 * interval '1 s' where match_id = $1`,
      [matchId, index],
    )
  }
}

it.each([
  ['conflict', 'sqlstate-23505', 'known id'],
  ['deadlock', 'sqlstate-40P01', 'deadlock_detected'],
  ['full', 'sqlstate-53100', 'no space'],
])(
  'counts and postpones a %s, tries the others, and gives the head up with what it failed of',
  async (kind, code, message) => {
    await park({ a: [`${kind}-1`, 'a2'], b: ['b2'] })
    expect(await retryOne(options(() => 1))).toBe(true)
    expect(await parked()).toMatchObject([
      { matchId: 'a', attempts: 2, errorCode: code, errorMessage: message },
      { matchId: 'b' },
    ])
    const [reason] = (await readParkedReasons(test.database)).filter(({ errorCode }) => errorCode === code)
    expect(reason).toMatchObject<Partial<ParkedReason>>({ matches: 1, matchId: 'a', errorMessage: message })
    // The match that failed is not due: the next try is another's.
    expect(await retryOne(options(() => 1))).toBe(true)
    expect(await ids('b')).toEqual(['first-b', 'b2'])
    expect(await retryOne(options())).toBe(false)
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      // The column rounds to milliseconds: now() may be a little later there than it is.
      await test.database.pool.query(`update parked_matches set due_at = now() - interval '1 s'`)
      expect(await retryOne(options())).toBe(true)
    }
    expect(await test.database.prisma.deadLetter.findMany()).toMatchObject([
      { sourceEventId: `${kind}-1`, disposition: 'systemic', attempts: 6, errorMessage: message },
    ])
    await retryOne(options())
    expect(await ids('a')).toEqual(['first-a', 'a2'])
    expect(await parked()).toEqual([])
  },
)

it('lets matches that are slow or held keep no other waiting', { timeout: 60_000 }, async () => {
  const healthy = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`m${n}`, [`e${n}`]]))
  await park({ a: ['slow-1'], b: ['slow-2'], c: ['c2'], d: ['conflict-d'], ...healthy })
  await other.query('begin')
  await other.query(`select 1 from matches where match_id = 'c' for update`)
  const retrying = createParkingRetry({ ...options(Math.random), intervalMs: 20 })
  const beganAtMs = performance.now()
  await vi.waitFor(
    async () => {
      const left = (await parked()).map(({ matchId }) => matchId)
      expect(left.filter(matchId => matchId.startsWith('m'))).toEqual([])
    },
    { timeout: 20_000, interval: 20 },
  )
  expect(performance.now() - beganAtMs).toBeLessThan(4_500)
  expect((await parked()).map(({ matchId }) => matchId).sort()).toEqual(['a', 'b', 'c', 'd'])
  await retrying.stop()
})

it('puts off a match that the budget allows no try, counts none, and tries those that need no budget', async () => {
  await park({ a: ['a2'], b: ['b2'] })
  await test.database.pool.query(`update parked_matches set attempts = 0 where match_id = 'b'`)
  const strict = { ...options(() => 1), budget: { spend: () => false, deposit: () => {} } }
  expect(await retryOne(strict)).toBe(false)
  expect(await retryOne(strict)).toBe(true)
  expect(await ids('b')).toEqual(['first-b', 'b2'])
  expect(await parked()).toMatchObject([{ matchId: 'a', attempts: 1 }])
})

it('says of a match that a conflict parked that it was a conflict', async () => {
  const handle = createEnrichment({ ...options().context, overload: overloadBy() })
  await handle(batchOf([event('conflict-1', 'a'), event('b1', 'b')]))
  expect(await parked()).toMatchObject([
    { matchId: 'a', errorCode: 'sqlstate-23505', errorMessage: 'known id' },
  ])
  expect(await ids('b')).toEqual(['b1'])
})
