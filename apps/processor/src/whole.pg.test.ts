import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import type { EventLog } from '@touchline/streams'
import { createMemoryBroadcast } from '@touchline/streams/memory'
import { createPostgresEventLog } from '@touchline/streams/postgres'
import { createLogger, createMetrics } from '@touchline/telemetry'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { startProcessor } from './index.ts'
import { allTables } from './testing/context.ts'
import { storedEvent } from './testing/records.ts'

let test: TestDatabase
let pool: pg.Pool
let log: EventLog
let folder: string
const topic = 'broadcast-events'
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}`)
  await test.database.pool.query('drop schema if exists touchline_log cascade')
  const listen = { connectionString: test.url }
  pool = new pg.Pool({ ...listen, max: 8 })
  log = await createPostgresEventLog({ pool, listen, partitions: 1 })
  folder = mkdtempSync(join(tmpdir(), 'touchline-whole-'))
})
afterEach(async () => {
  await log.close()
  await pool.end()
  rmSync(folder, { recursive: true })
})

/** A processor with all that it is made of, and what it says of itself. */
async function start() {
  const processor = await startProcessor({
    ...{ log, database: test.database, broadcast: createMemoryBroadcast() },
    ...{ logger: createLogger({ service: 'test', level: 'silent' }), metrics: createMetrics('test') },
    ...{ host: '127.0.0.1', port: 0, instance: 'test', spool: { folder, maxBytes: 1_048_576 } },
  })
  let isRunning = true
  const stop = async () => {
    if (isRunning) await processor.stop()
    isRunning = false
  }
  onTestFinished(stop)
  const get = (path: string) => fetch(`http://127.0.0.1:${processor.port}${path}`)
  const ready = async (name: string) => {
    const response = await get('/health/ready')
    const { checks } = (await response.json()) as { checks: { name: string }[] }
    return { status: response.status, check: checks.find(check => check.name === name) }
  }
  return { stop, ready, metrics: async () => (await get('/metrics')).text() }
}
const append = (...ids: string[]) =>
  log.append(
    topic,
    ids.map(id => ({ key: 'm1', headers: {}, value: Buffer.from(JSON.stringify(storedEvent(id))) })),
  )
const stored = (...ids: string[]) =>
  vi.waitFor(
    async () => {
      const events = await test.database.prisma.matchEvent.findMany({ orderBy: { seq: 'asc' } })
      expect(events.map(({ sourceEventId }) => sourceEventId)).toEqual(ids)
    },
    { timeout: 15_000, interval: 50 },
  )
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 100 })

it('shows a match that is parked for long in readiness and metrics, with the reason, until it goes on', async () => {
  await test.database.pool.query(
    `insert into parked_matches (match_id, error_code, error_message, parked_at, due_at)
     values ('late', 'sqlstate-23505', 'known id', now() - interval '1 min', now() + interval '1 h')`,
  )
  const { ready, metrics } = await start()
  await eventually(async () =>
    expect(await ready('parked-matches')).toMatchObject({
      status: 200,
      check: {
        ...{ ok: false, outcome: 'warn' },
        warning: expect.stringMatching(/^late parked for 6\d s: sqlstate-23505: known id$/),
      },
    }),
  )
  expect(await metrics()).toMatch(/touchline_parked_oldest_seconds\{reason="sqlstate-23505".*\} 6\d/)
  await test.database.pool.query('update parked_matches set due_at = now()')
  await eventually(async () => expect((await ready('parked-matches')).check).toMatchObject({ ok: true }))
})

it('begins where the database says, whatever the log says was committed', async () => {
  await append('a', 'b')
  const first = await start()
  await stored('a', 'b')
  await vi.waitFor(async () => expect((await log.lag('processor', [topic]))[0]?.lagRecords).toBe(0))
  await first.stop()
  await test.database.pool.query(`truncate ${allTables}`)
  await start()
  await stored('a', 'b')
})

it('tells of records that the log deleted unread, and accounts for them', async () => {
  await append('a', 'b', 'c', 'd')
  await pool.query(
    `select touchline_log.trim_unneeded(id, 3, 0, 1, 0, 9e15::bigint, 1) from touchline_log.partition where topic = $1`,
    [topic],
  )
  const { ready, metrics } = await start()
  await stored('d')
  await eventually(async () => {
    const accounts = await test.database.prisma.account.findMany({ where: { topic } })
    expect(accounts.reduce((sum, { lost }) => sum + lost, 0n)).toBe(3n)
  })
  expect(await metrics()).toMatch(/touchline_lost_records_total\{topic="broadcast-events".*\} 3/)
  expect((await ready('retention')).check).toMatchObject({
    ok: false,
    warning: expect.stringContaining('3 records were deleted before they were processed'),
  })
})
