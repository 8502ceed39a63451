import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collector, record, series, textOf, until, valuesOf } from '../contract/event-log-harness.ts'
import { endOf } from '../contract/victim.ts'
import type { EventLog, LogRecord, RecordBatch } from '../event-log.ts'
import { createDatabase } from './connection.ts'
import { createPostgresEventLog } from './event-log.ts'
import { type Retention, trimAll } from './retention.ts'
import { createTestDatabase, onServer } from './testing/test-database.ts'

let server: Awaited<ReturnType<typeof createTestDatabase>>
const ends: (() => Promise<void>)[] = []

beforeAll(async () => {
  server = await createTestDatabase()
})
afterAll(async () => {
  await Promise.all(ends.map(end => end()))
  await server.drop()
})

async function open(): Promise<{ log: EventLog; pool: Pool }> {
  const listen = { connectionString: server.url }
  const pool = new Pool({ ...listen, max: 8 })
  const log = await createPostgresEventLog({ pool, listen, partitions: 1 })
  ends.push(async () => {
    await log.close()
    await pool.end()
  })
  return { log, pool }
}

const breakAllConnections = () =>
  onServer(
    server.url,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )

test('a reader by offset misses nothing while several processes append at once', async () => {
  const logs = await Promise.all([open(), open(), open()])
  const reader = await open()
  const perLog = 150
  const appending = Promise.all(
    logs.map(async ({ log }, place) => {
      for (let count = 0; count < perLog; count += 1) await log.append('race', series(`k${place}`, 1, count))
    }),
  )
  const seen: LogRecord[] = []
  await until(async () => {
    seen.push(...(await reader.log.read('race', 0, (seen.at(-1)?.offset ?? -1n) + 1n, 50)))
    expect(seen).toHaveLength(perLog * logs.length)
  })
  await appending
  expect(seen.map(({ offset }) => offset)).toEqual(seen.map((_, place) => BigInt(place)))
})

test('an append that fails in the middle leaves nothing behind', async () => {
  const { log, pool } = await open()
  await log.append('atomic', series('k', 2))
  await pool.query(`create function refuse() returns trigger language plpgsql as
    $$ begin if new.key = 'bad' then raise 'refused'; end if; return new; end $$`)
  await pool.query(
    'create trigger refuse before insert on touchline_log.record for each row execute function refuse()',
  )
  await expect(log.append('atomic', [...series('k', 2, 2), record('bad', 'x')])).rejects.toThrow('refused')
  await pool.query('drop trigger refuse on touchline_log.record')
  await log.append('atomic', series('k', 1, 4))
  expect((await log.read('atomic', 0, 0n, 10)).map(textOf)).toEqual(['k-0', 'k-1', 'k-4'])
})

test('a consumption outlives the loss of every connection, and loses nothing', async () => {
  const { log } = await open()
  const { handler, values } = collector()
  const consumption = await log.consume({
    group: 'outlives',
    topics: ['outlives'],
    handler,
    retryDelayMs: 20,
  })
  for (let round = 0; round < 3; round += 1) {
    await log.append('outlives', series('k', 5, round * 5))
    await breakAllConnections()
    await until(async () => void (await log.lag('outlives', ['outlives'])))
  }
  await log.append('outlives', series('k', 1, 15))
  await until(() => expect([...new Set(values())]).toEqual(valuesOf(series('k', 16))))
  expect(consumption.assigned()).toHaveLength(1)
  await consumption.stop()
})

test('a member that lost its partition commits nothing more', async () => {
  const { log, pool } = await open()
  await log.append('fenced', series('k', 4))
  const gate = Promise.withResolvers<void>()
  let entered = false
  const slow = async (batch: RecordBatch) => {
    entered = true
    await gate.promise
    return endOf(batch)
  }
  const consumption = await log.consume({ group: 'fenced', topics: ['fenced'], handler: slow })
  await until(() => expect(entered).toBe(true))
  await pool.query(`update touchline_log.place set member = gen_random_uuid() where group_name = 'fenced'`)
  gate.resolve()
  await consumption.stop()
  expect((await log.lag('fenced', ['fenced']))[0]?.lagRecords).toBe(4)
})

test('a slow handler keeps its lease while the group changes around it, and its progress counts', async () => {
  const { log } = await open()
  await log.append('slow', series('k', 4))
  const gate = Promise.withResolvers<void>()
  let entered = false
  const handler = async (batch: RecordBatch) => {
    entered = true
    await gate.promise
    return endOf(batch)
  }
  const slow = await log.consume({ group: 'slow', topics: ['slow'], handler })
  await until(() => expect(entered).toBe(true))
  const stopping = slow.stop()
  const { handler: next, seen } = collector()
  const other = await log.consume({ group: 'slow', topics: ['slow'], handler: next })
  const joinedAtMs = performance.now()
  await until(() => expect(performance.now() - joinedAtMs).toBeGreaterThan(6_000))
  expect(other.assigned()).toEqual([])
  gate.resolve()
  await stopping
  await until(() => expect(other.assigned()).toHaveLength(1))
  expect((await log.lag('slow', ['slow']))[0]?.lagRecords).toBe(0)
  expect(seen).toEqual([])
  await other.stop()
})

test('a partition that was lost and came back is handled again', async () => {
  const { log, pool } = await open()
  const { handler, values } = collector()
  const group = 'regained'
  const lose = () =>
    pool.query(`update touchline_log.place set member = gen_random_uuid() where group_name = '${group}'`)
  const consumption = await log.consume({ group, topics: ['regained'], handler })
  await log.append('regained', series('k', 2))
  await until(() => expect(values()).toHaveLength(2))
  await lose()
  await log.append('regained', series('k', 2, 2))
  await until(() => expect([...new Set(values())]).toEqual(valuesOf(series('k', 4))))
  await until(async () => expect((await log.lag(group, ['regained']))[0]?.lagRecords).toBe(0))
  await consumption.stop()
})

test('a start beside others keeps the number of partitions that a topic has', async () => {
  const { log, pool } = await open()
  await log.append('kept', series('k', 1))
  const other = await createPostgresEventLog({
    pool,
    listen: { connectionString: server.url },
    partitions: 9,
  })
  expect(await other.lag('g', ['kept'])).toHaveLength(1)
  await Promise.all(Array.from({ length: 5 }, () => other.lag('g', ['new'])))
  expect(await log.lag('g', ['new'])).toHaveLength(9)
  await other.close()
})

test('retention deletes the oldest by size and by age, and readers go on from what is left', async () => {
  const { log, pool } = await open()
  const database = createDatabase(pool, {
    timeoutMs: 5_000,
    unavailable: cause => new Error('away', { cause }),
  })
  const { signal } = new AbortController()
  const value = Buffer.alloc(1_000)
  await log.append(
    'trimmed',
    Array.from({ length: 100 }, () => ({ key: 'k', value, headers: {} })),
  )
  const bound = async () => (await log.lag('g', ['trimmed']))[0]
  const neededFrom = async () => []
  await trimAll(database, { neededFrom, maxBytesPerPartition: 50_000 }, signal)
  const half = await bound()
  expect(half?.startOffset).toBeGreaterThanOrEqual(50n)
  expect(half?.startOffset).toBeLessThanOrEqual(52n)
  expect((await log.read('trimmed', 0, 0n, 1))[0]?.offset).toBe(half?.startOffset)
  await trimAll(database, { neededFrom, maxBytesPerPartition: 50_000 }, signal)
  expect(await bound()).toMatchObject({ startOffset: half?.startOffset })
  await trimAll(database, { neededFrom, maxAgeMs: -60_000 }, signal)
  expect(await bound()).toMatchObject({ startOffset: 100n, endOffset: 100n, lagRecords: 0 })
  await log.append('trimmed', [record('k', 'after')])
  expect((await log.read('trimmed', 0, 0n, 10)).map(textOf)).toEqual(['after'])
})

test('a partition that can not be trimmed keeps no other from it', async () => {
  const { log, pool } = await open()
  const database = createDatabase(pool, {
    timeoutMs: 5_000,
    unavailable: cause => new Error('away', { cause }),
  })
  const { signal } = new AbortController()
  const topics = ['faulty', 'sound']
  for (const topic of topics) await log.append(topic, [record('k', 'old')])
  const neededFrom = async () => topics.map(topic => ({ topic, partition: 0, offset: 0n }))
  const onLost = ({ topic }: { readonly topic: string }) => {
    if (topic === 'faulty') throw new Error('full')
  }
  const trimming = trimAll(database, { maxAgeMs: -60_000, neededFrom, onLost }, signal)
  await expect(trimming).rejects.toThrow('1 partitions were not trimmed')
  expect((await log.lag('g', ['sound']))[0]?.startOffset).toBe(1n)
})

test('retention keeps what is needed, by groups or by others, and deletes it only past a hard limit, loudly', async () => {
  const { log, pool } = await open()
  const database = createDatabase(pool, {
    timeoutMs: 5_000,
    unavailable: cause => new Error('away', { cause }),
  })
  const { signal } = new AbortController()
  const topic = 'needed'
  const value = Buffer.alloc(1_000)
  await log.append(
    topic,
    Array.from({ length: 100 }, () => ({ key: 'k', value, headers: {} })),
  )
  const lost: number[] = []
  const needed = (offset: bigint) => async () => [{ topic, partition: 0, offset }]
  const trim = (retention: Retention) =>
    trimAll(database, { onLost: (_, records) => lost.push(records), ...retention }, signal)
  const start = async () => Number((await log.lag('g', [topic]))[0]?.startOffset)

  await trim({ maxBytesPerPartition: 60_000, neededFrom: needed(10n) })
  expect(await start()).toBe(10)
  const rejecting = { maxAgeMs: -60_000, neededFrom: () => Promise.reject(new Error('away')) }
  await expect(trim(rejecting)).rejects.toThrow('away')
  expect(await start()).toBe(10)

  const { handler, seen } = collector()
  const reading = await log.consume({ group: 'slow', topics: [topic], handler, maxBatchRecords: 10 })
  await until(() => expect(seen).toHaveLength(90))
  await reading.stop()
  await pool.query(`update touchline_log.place set committed_offset = 30 where group_name = 'slow'`)
  await trim({ maxBytesPerPartition: 50_000, neededFrom: needed(100n) })
  expect(await start()).toBe(30)
  expect(lost).toEqual([])

  await trim({ maxBytesPerPartition: 20_000, hardLimitFactor: 2, neededFrom: needed(100n) })
  expect(await start()).toBeGreaterThanOrEqual(60)
  expect(await start()).toBeLessThanOrEqual(62)
  expect(lost).toEqual([(await start()) - 30])
})
