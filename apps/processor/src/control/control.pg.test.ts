import { runAudit } from '@touchline/api'
import { type ConsumerResetTarget, insertConsumerReset, inTransaction, pauseConsumer } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { allTables } from '../testing/context.ts'
import { createRig, ids, type Rig } from './testing/processor-rig.ts'

let test: TestDatabase
let rig: Rig
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(
    `truncate ${allTables}, consumer_controls, consumer_resets, stage_reports, match_windows,
       aggregate_checkpoints, pipeline_minutes restart identity`,
  )
  rig = createRig(test.database)
})
afterEach(() => rig.stop())

const broadcast = { consumer: 'processor', topic: 'broadcast-events' }
const aggregation = { consumer: 'aggregation', topic: '' }
const pause = (name = broadcast) =>
  inTransaction(test.database.pool, tx => pauseConsumer(tx, { ...name, minutes: 5, reason: 'r', by: 'ann' }))
const endPause = () =>
  test.database.pool.query(`update consumer_controls set paused_until = now() + interval '300 ms'`)
const reset = (target: ConsumerResetTarget, name = broadcast) =>
  inTransaction(test.database.pool, async tx => {
    const asked = await insertConsumerReset(tx, { ...name, target, reason: 'r', by: 'ann' })
    if (!asked) throw new Error('there is one to be done')
    return asked.id
  })
const stored = async (source: 'broadcast' | 'sensor') =>
  test.database.prisma.matchEvent.count({ where: { source } })
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 20 })
const storedBe = (source: 'broadcast' | 'sensor', count: number) =>
  eventually(async () => expect(await stored(source)).toBe(count))
const doneReset = (id: string) =>
  vi.waitFor(
    async () => {
      const row = await test.database.prisma.consumerReset.findUniqueOrThrow({ where: { id: BigInt(id) } })
      expect(row.state).toBe('done')
      return row.result as { records?: number; events?: number; partitions?: object[] }
    },
    { timeout: 15_000, interval: 20 },
  )
const auditHolds = async () => {
  const report = await runAudit(test.database, rig.log)
  expect(report.findings).toEqual([])
  expect(report.ok).toBe(true)
  return report
}
/** Long enough for a backfill, which looks four times a second. */
const twoReports = async () => {
  for (const _ of [1, 2]) {
    const at = await reportedAt()
    await eventually(async () => expect(await reportedAt()).not.toBe(at))
  }
}
const reportedAt = async () =>
  (await test.database.prisma.stageReport.findFirst({ where: { stage: 'processor' } }))?.reportedAt.getTime()
/** The reports say what the console shows of it. */
const gauge = async (name: string) => {
  const report = await test.database.prisma.stageReport.findFirst({ where: { stage: 'processor' } })
  return (report?.gauges as Record<string, number> | undefined)?.[name]
}

describe('a pause', () => {
  it('stops its topic and no other, and ends by itself', async () => {
    await rig.start()
    await rig.append('broadcast-events', ids('a', 30))
    await storedBe('broadcast', 30)
    await pause()
    await eventually(async () => expect(await gauge('paused.broadcast-events')).toBe(1))
    await rig.append('broadcast-events', ids('b', 60))
    await rig.append('sensor-events', ids('s', 60))
    await storedBe('sensor', 60)
    expect(await stored('broadcast')).toBe(30)
    await endPause()
    await storedBe('broadcast', 90)
    await auditHolds()
  })

  it('outlives the processor', async () => {
    const first = await rig.start()
    await rig.append('broadcast-events', ids('a', 10))
    await storedBe('broadcast', 10)
    await pause()
    await eventually(async () => expect(await gauge('paused.broadcast-events')).toBe(1))
    await first.stop()
    await rig.append('broadcast-events', ids('b', 40))
    await rig.append('sensor-events', ids('s', 10))
    await rig.start()
    await storedBe('sensor', 10)
    expect(await stored('broadcast')).toBe(10)
    await endPause()
    await storedBe('broadcast', 50)
    await auditHolds()
  })

  it('of the aggregation leaves what is stored unfolded, until it ends', async () => {
    await pause(aggregation)
    await rig.start()
    await rig.append('broadcast-events', ids('a', 30))
    await storedBe('broadcast', 30)
    await eventually(async () => expect(await gauge('paused.aggregation')).toBe(1))
    expect(await test.database.prisma.matchWindow.count()).toBe(0)
    await endPause()
    await eventually(async () => expect(await test.database.prisma.matchWindow.count()).toBeGreaterThan(0))
  })
})

describe('a reset to the end', () => {
  it('puts off exactly what waits, and all of it is stored at last', async () => {
    await rig.start()
    await rig.append('broadcast-events', ids('a', 20))
    await storedBe('broadcast', 20)
    await pause()
    await eventually(async () => expect(await gauge('paused.broadcast-events')).toBe(1))
    await rig.append('broadcast-events', ids('b', 2_500))
    const id = await reset({ kind: 'end' })
    expect(await doneReset(id)).toMatchObject({ records: 2_500 })
    const ranges = await test.database.prisma.deferredRange.aggregate({ _sum: { records: true } })
    expect(ranges._sum.records).toBe(2_500)
    // Put off, so not stored while the pause lasts; and what comes after it is not part of it.
    await rig.append('broadcast-events', ids('c', 30))
    await twoReports()
    expect((await auditHolds()).inFlight).toBe(2_530)
    expect(await stored('broadcast')).toBe(20)
    await endPause()
    await storedBe('broadcast', 2_550)
    await eventually(async () => expect(await test.database.prisma.deferredRange.count()).toBe(0))
    expect(await auditHolds()).toMatchObject({ inFlight: 0, recounted: 2_550 })
    expect(await test.database.prisma.account.aggregate({ _sum: { stored: true, duplicate: true } })).toEqual(
      {
        _sum: { stored: 2_550n, duplicate: 0n },
      },
    )
  })

  it('while the topic runs loses and doubles nothing either', async () => {
    await rig.start()
    await rig.append('broadcast-events', ids('a', 3_000))
    const id = await reset({ kind: 'end' })
    await rig.append('broadcast-events', ids('b', 500))
    await doneReset(id)
    await storedBe('broadcast', 3_500)
    await eventually(async () => expect(await test.database.prisma.deferredRange.count()).toBe(0))
    expect(await auditHolds()).toMatchObject({ inFlight: 0, recounted: 3_500 })
  })

  it('to a time leaves what is younger', async () => {
    await pause()
    await rig.start()
    await rig.append('broadcast-events', ids('a', 40))
    const appended = Date.now()
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(appended + 5), 10_000)
    const before = new Date().toISOString()
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(before) + 5), 10_000)
    await rig.append('broadcast-events', ids('b', 15))
    expect(await doneReset(await reset({ kind: 'time', before }))).toMatchObject({ records: 40 })
    expect((await auditHolds()).inFlight).toBe(55)
    await endPause()
    await storedBe('broadcast', 55)
    await auditHolds()
  })
})

describe('a reset of the aggregation', () => {
  it("builds a match's windows anew, the same, and touches no other match", async () => {
    const windows = () =>
      test.database.prisma.matchWindow.findMany({
        orderBy: [{ matchId: 'asc' }, { sizeSeconds: 'asc' }, { source: 'asc' }, { startsAt: 'asc' }],
      })
    const folded = async () => {
      const rows = await test.database.prisma.aggregateCheckpoint.findMany()
      expect(rows.reduce((sum, { nextSeq }) => sum + nextSeq - 1, 0)).toBe(90)
    }
    await rig.start()
    await rig.append('broadcast-events', ids('a', 90))
    await eventually(folded)
    const before = await windows()
    // Something went wrong with them.
    await test.database.pool.query(`update match_windows set events = events + 7 where match_id = 'm1'`)
    expect(await doneReset(await reset({ kind: 'match', matchId: 'm1' }, aggregation))).toEqual({
      events: 30,
    })
    await eventually(folded)
    await eventually(async () => expect(await windows()).toEqual(before))
  })
})
