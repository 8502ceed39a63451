import { runAudit } from '@touchline/api'
import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import type { EventLog, PartitionLag } from '@touchline/streams'
import { createPostgresEventLog } from '@touchline/streams/postgres'
import { createMetrics } from '@touchline/telemetry'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createEnrichment } from '../jobs/enrich/index.ts'
import { startAtCheckpoints } from '../progress.ts'
import { allTables, contextOn, overloadBy } from '../testing/context.ts'
import { storedEvent } from '../testing/records.ts'
import type { LostRecords } from './count-lost.ts'
import { createLossWatch } from './loss-watch.ts'
import { neededFrom } from './needed-from.ts'

let test: TestDatabase
let pool: pg.Pool
let log: EventLog
const [topic, group] = ['broadcast-events', 'processor']
const place = { topic, partition: 0 }
beforeAll(async () => {
  test = await createTestDatabase()
  const listen = { connectionString: test.url }
  pool = new pg.Pool({ ...listen, max: 8 })
  log = await createPostgresEventLog({ pool, listen, partitions: 1 })
})
afterAll(async () => {
  await log.close()
  await pool.end()
  await test.drop()
})
beforeEach(async () => {
  await log.lag(group, [topic])
  await pool.query(`truncate ${allTables}, touchline_log.record, touchline_log.place, touchline_log.member`)
  await pool.query('update touchline_log.partition set start_offset = 0, next_offset = 0, bytes = 0')
})

const append = (from: number, to: number) =>
  log.append(
    topic,
    Array.from({ length: to - from }, (_, n) => ({
      ...{ key: 'm1', headers: {} },
      value: Buffer.from(JSON.stringify(storedEvent(`e${from + n}`))),
    })),
  )
/** As retention does past its hard limit. */
const deleteOldest = (records: number) =>
  pool.query(
    `select touchline_log.trim_unneeded(id, $1, 0, 1, 0, 9e15::bigint, 1) from touchline_log.partition where topic = $2`,
    [records, topic],
  )

const unexpected = (one: unknown) => {
  throw new Error(`not expected: ${String(one)}`)
}

async function consume() {
  const lost: LostRecords[] = []
  const metrics = createMetrics('test')
  const losses = createLossWatch({
    ...{ database: test.database, log, metrics, onNear: () => {} },
    onLost: one => lost.push(one),
    onError: () => {},
  })
  const handler = createEnrichment({ ...contextOn(test.database, { group }), overload: overloadBy() })
  const { stop } = await log.consume({
    ...{ group, topics: [topic], handler: losses.watch(group, handler) },
    startAt: losses.startAt(startAtCheckpoints(test.database, group)),
  })
  const stored = (count: number) =>
    vi.waitFor(async () => {
      const events = await readEvents(test.database, { matchId: 'm1', afterSeq: 0, limit: 100 })
      expect(events).toHaveLength(count)
    }, 10_000)
  return { lost, losses, metrics, stop, stored }
}
const lostInAccounts = async () =>
  (await test.database.prisma.account.findMany()).reduce((sum, { lost }) => sum + lost, 0n)

it('counts as lost what was deleted before a processor came to it, loudly, and the ledger adds up', async () => {
  await append(0, 10)
  await deleteOldest(4)
  const { lost, losses, metrics, stop, stored } = await consume()
  await stored(6)
  await stop()
  expect(lost).toEqual([{ group, ...place, records: 4 }])
  expect(await lostInAccounts()).toBe(4n)
  expect(await metrics.exposition()).toMatch(/touchline_lost_records_total\{topic="broadcast-events".*\} 4/)
  expect(losses.check.degraded?.()).toContain('4 records were deleted before they were processed')
  const report = await runAudit(test.database, log)
  expect(report).toMatchObject({ ok: true, findings: [], inFlight: 0 })
  expect(report.accounts).toMatchObject([{ topic, accepted: 10, stored: 6, lost: 4 }])
})

it('counts what is deleted while a processor stands still, whether or not a record follows', async () => {
  await append(0, 3)
  const first = await consume()
  await first.stored(3)
  await first.stop()
  await append(3, 8)
  await deleteOldest(8)
  const { lost, losses, stop, stored } = await consume()
  losses.observe(await log.lag(group, [topic]))
  await vi.waitFor(async () => expect(await lostInAccounts()).toBe(5n))
  await append(8, 9)
  await stored(4)
  await stop()
  expect(lost).toEqual([{ group, ...place, records: 5 }])
  expect((await runAudit(test.database, log)).findings).toEqual([])
})

it('foresees what the log will delete: by how far, in readiness, and told once each time it comes near', async () => {
  await pool.query(
    `insert into checkpoints (consumer_group, topic, partition, next_offset) values ($1, $2, 0, 1050)`,
    [group, topic],
  )
  const near: PartitionLag[] = []
  const metrics = createMetrics('test')
  const losses = createLossWatch({
    ...{ database: test.database, log, metrics },
    ...{ onNear: lag => near.push(lag), onLost: unexpected, onError: unexpected },
  })
  const lag = (committedOffset: bigint, lagSeconds: number): PartitionLag => ({
    ...{ ...place, startOffset: 100n, committedOffset, endOffset: 1_100n, heldSeconds: 100 },
    ...{ lagSeconds, lagRecords: Number(1_100n - committedOffset) },
  })
  for (const _ of [1, 2]) losses.observe([lag(150n, 80)])
  expect(near).toEqual([lag(150n, 80)])
  expect(losses.check.degraded?.()).toBe(
    'broadcast-events/0 has 950 records to process, and the log deletes the oldest of them soon',
  )
  const told = await metrics.exposition()
  expect(told).toMatch(/touchline_retention_headroom_records\{topic="broadcast-events".*\} 50\n/)
  expect(told).toMatch(/touchline_retention_headroom_seconds\{topic="broadcast-events".*\} 20\n/)
  losses.observe([lag(1_050n, 1)])
  expect(losses.check.degraded?.()).toBeUndefined()
  losses.observe([lag(150n, 80)])
  expect(near).toHaveLength(2)
})

it('says what is still needed: from the checkpoint on, what was put off, and all of what was never consumed', async () => {
  const needed = async () => await neededFrom(test.database)([place, { topic: 'foreign', partition: 0 }])
  expect(await needed()).toEqual([{ ...place, offset: 0n }])
  await append(0, 5)
  const { stop, stored } = await consume()
  await stored(5)
  await stop()
  expect(await needed()).toEqual([{ ...place, offset: 5n }])
  await pool.query(
    `insert into deferred_ranges (consumer_group, topic, partition, first_offset, last_offset, next_offset, lanes, counts, records)
     values ($1, $2, 0, 1, 3, 2, '{low}', '{"m1": 2}', 2)`,
    [group, topic],
  )
  expect(await needed()).toEqual([{ ...place, offset: 2n }])
})
