import { readPipelineMinutes, saveStageReport } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createMinuteKeeper } from './minute-keeper.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const minuteMs = 60_000

it('keeps each minute once, whoever leads, and forgets those of last week', async () => {
  const { database } = test
  const startMs = Math.floor(Date.now() / minuteMs) * minuteMs
  let nowMs = startMs + 1_000
  const errors: unknown[] = []
  const options = {
    database,
    holder: 'p',
    nowMs: () => nowMs,
    onError: (e: unknown) => errors.push(e),
    intervalMs: 20,
  }
  await database.pool.query(`insert into pipeline_minutes values (now() - interval '8 days', '{}')`)
  await saveStageReport(database, {
    ...{ stage: 'relay', instance: 'r', reportedAt: new Date(nowMs).toISOString() },
    rates: { publishedPerSecond: 4 },
    gauges: { p99Ms: 12 },
  })
  const keepers = [createMinuteKeeper(options), createMinuteKeeper(options)]
  const kept = () =>
    readPipelineMinutes(database, {
      from: new Date(startMs),
      to: new Date(startMs + 10 * minuteMs),
      limit: 99,
    })
  // The first look has been taken once the old ones are gone.
  await vi.waitFor(async () => expect(await database.prisma.pipelineMinute.count()).toBe(0), 5_000)
  nowMs = startMs + minuteMs + 500
  await vi.waitFor(async () => expect(await kept()).toHaveLength(1), 5_000)
  const [minute] = await kept()
  expect(minute?.at).toBe(new Date(startMs).toISOString())
  expect(minute?.facts.stages).toMatchObject([
    { stage: 'relay', rates: { publishedPerSecond: 4 }, gauges: { p99Ms: 12 } },
  ])
  await keepers[0]?.stop()
  nowMs = startMs + 2 * minuteMs + 500
  await vi.waitFor(async () => expect((await kept()).length).toBeGreaterThan(0), 5_000)
  await keepers[1]?.stop()
  expect(errors).toEqual([])
})
