import { type AccountReport, addToAccounts, noOutcome, type Outcome } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createReconciliation, type Reconciliation } from './index.ts'

const group = 'processor'
const topics = ['sensor-events', 'dlq-sensor-events']
let test: TestDatabase
let log: MemoryEventLog
let reconciliation: Reconciliation
let told: AccountReport[]
const clock = { ms: 0 }
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await query('truncate matches, checkpoints, accounts, parked_matches, parked_records, deferred_ranges')
  await query('truncate reconciliation_reports')
  clock.ms = Date.parse('2026-05-01T19:20:00Z')
  told = []
  log = createMemoryEventLog()
  reconciliation = createReconciliation({
    ...{ database: test.database, holder: 'p', log, groups: [{ group, topics }], nowMs: () => clock.ms },
    wakeRelay: () => {},
    onFinding: finding => 'kind' in finding && told.push(finding),
    onError: () => {},
  })
})
afterEach(() => reconciliation.stop())

const query = (text: string, values: unknown[] = []) => test.database.pool.query(text, values)
const append = (topic: string, count: number) =>
  log.append(
    topic,
    Array.from({ length: count }, () => ({ key: 'm', value: new Uint8Array(1), headers: {} })),
  )
/** All but the last `inFlight` records of each topic are taken. */
const take = async (inFlight = 0) => {
  for (const { topic, partition, endOffset } of await log.lag(group, topics)) {
    const next = endOffset > 0n ? Number(endOffset) - inFlight : 0
    await query(
      `insert into checkpoints values ($1, $2, $3, $4) on conflict (consumer_group, topic, partition)
       do update set next_offset = excluded.next_offset`,
      [group, topic, partition, next],
    )
  }
}
const account = (outcome: Partial<Outcome>, topic = 'sensor-events') =>
  addToAccounts(test.database.pool, topic, new Map([['m', { ...noOutcome, ...outcome }]]))
const stored = (seq: number) =>
  query(
    `insert into matches (match_id, last_seq, state) values ('m', $1, '{}')
     on conflict (match_id) do update set last_seq = excluded.last_seq`,
    [seq],
  )
const park = (offset: number) =>
  query(
    `with parked as (
       insert into parked_matches (match_id, error_code, error_message, due_at) values ('m', 'x', 'x', now()))
     insert into parked_records (match_id, topic, partition, "offset", appended_at, key, headers, raw)
     values ('m', 'sensor-events', 0, $1, now(), 'm', '{}', '')`,
    [offset],
  )
const defer = (records: number) =>
  query(
    `insert into deferred_ranges (consumer_group, topic, partition, first_offset, last_offset, next_offset, lanes, counts, records)
     values ('processor', 'sensor-events', 0, 0, 9, 0, '{low}', '{}', $1)`,
    [records],
  )
const run = async () => (await reconciliation.runAccount()) ?? expect.fail('made already')
const anHour = () => {
  clock.ms += 3_600_000
}
const sensor = ({ totals }: AccountReport) => totals.topics.find(({ topic }) => topic === 'sensor-events')

it('holds where every record taken is accounted for, parked or deferred, and gives what has changed', async () => {
  await append('sensor-events', 20)
  await take(3)
  await account({ stored: 6, duplicate: 2, dead: 1, superseded: 1, shed: 1 })
  await stored(6)
  await park(11)
  await defer(5)
  const first = await run()
  expect(first).toMatchObject({ ok: true, findings: [], at: '2026-05-01T19:20:00.000Z' })
  expect(sensor(first)).toMatchObject({
    accepted: 11,
    parked: 1,
    deferred: 5,
    handled: 17,
    inFlight: 3,
    since: null,
  })
  await take()
  await account({ stored: 8 })
  await stored(14)
  await query('delete from deferred_ranges')
  anHour()
  const second = await run()
  expect(second).toMatchObject({ ok: true, fromAt: first.at })
  expect(sensor(second)?.since).toMatchObject({
    accepted: 8,
    stored: 8,
    deferred: -5,
    handled: 3,
    inFlight: -3,
  })
  expect(told).toEqual([])
})

it('finds a single record that is in no account, and one that is in it twice', async () => {
  await append('sensor-events', 5)
  await take()
  await account({ stored: 4 })
  await stored(4)
  const missing = { check: 'log', topic: 'sensor-events', matchId: '', expected: 5, found: 4 }
  expect((await run()).findings).toEqual([missing])
  expect(told).toHaveLength(1)
  anHour()
  expect((await run()).findings).toEqual([missing])
  await account({ duplicate: 2 })
  anHour()
  expect((await run()).findings).toEqual([{ ...missing, found: 6 }])
})

it('finds a match that has other than its accounts say', async () => {
  await append('sensor-events', 5)
  await take()
  await account({ stored: 5 })
  await stored(4)
  expect((await run()).findings).toEqual([
    { check: 'stored', topic: '', matchId: 'm', expected: 5, found: 4 },
  ])
})

it('finds a log that ends before what was taken from it', async () => {
  await append('sensor-events', 5)
  await take()
  await account({ stored: 5 })
  await stored(5)
  await query('update checkpoints set next_offset = next_offset + 2 where next_offset > 0')
  expect((await run()).findings).toEqual([
    { check: 'history', topic: 'sensor-events', matchId: '', expected: 7, found: 5 },
    { check: 'log', topic: 'sensor-events', matchId: '', expected: 7, found: 5 },
  ])
})

it('lets copies on a dead-letter topic be in no account, and more than there are never', async () => {
  await append('dlq-sensor-events', 3)
  await take()
  await account({ dead: 1 }, 'dlq-sensor-events')
  expect(await run()).toMatchObject({ ok: true })
  await account({ dead: 3 }, 'dlq-sensor-events')
  anHour()
  expect((await run()).findings).toMatchObject([{ check: 'log', expected: 3, found: 4 }])
})

it('holds no topic against the log that it was not told to read', async () => {
  await account({ stored: 2 }, 'critical-events')
  await stored(2)
  expect(await run()).toMatchObject({ ok: true, findings: [] })
})

it('is made once an hour, whoever asks', async () => {
  await run()
  expect(await reconciliation.runAccount()).toBeUndefined()
  clock.ms = Date.parse('2026-05-01T19:59:59Z')
  expect(await reconciliation.runAccount()).toBeUndefined()
  clock.ms = Date.parse('2026-05-01T20:00:00Z')
  await run()
  const { rows } = await query("select count(*) as n from reconciliation_reports where kind = 'account'")
  expect(Number(rows[0].n)).toBe(2)
})
