import type { ParkedReason } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { createMetrics } from '@touchline/telemetry'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { watchParked } from './parked-watch.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('names a match that is parked for long, with what its last try failed of, once in the log', async () => {
  await test.database.pool.query(
    `insert into parked_matches (match_id, error_code, error_message, parked_at, due_at) values
       ('late', 'sqlstate-23505', 'known id', now() - interval '45 s', now()),
       ('young', 'match-locked', 'held', now(), now())`,
  )
  const told: ParkedReason[] = []
  const watch = watchParked({
    ...{ database: test.database, limitSeconds: 30, intervalMs: 10 },
    onOverdue: reason => told.push(reason),
    onError: () => {},
  })
  const metrics = createMetrics('test')
  watch.meter(metrics)
  await vi.waitFor(() =>
    expect(watch.check.degraded?.()).toMatch(/^late parked for 4\d s: sqlstate-23505: known id$/),
  )
  const text = await metrics.exposition()
  expect(text).toMatch(/touchline_parked_matches\{.*reason="match-locked".*\} 1/)
  expect(text).toMatch(/touchline_parked_oldest_seconds\{.*reason="sqlstate-23505".*\} 4\d/)
  await test.database.pool.query('delete from parked_matches')
  await vi.waitFor(() => expect(watch.check.degraded?.()).toBeUndefined())
  await watch.stop()
  expect(told.map(({ matchId }) => matchId)).toEqual(['late'])
})
