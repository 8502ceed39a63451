import { matchIdSchema } from '@touchline/contracts'
import { saveGatewayWatermarks } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { matchPresence, presenceSchema } from './count-presence.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  await test.database.pool.query(
    "insert into matches (match_id, last_seq, state) values ('m', 9, '{}'), ('quiet', 0, '{}')",
  )
})
afterAll(() => test.drop())

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
const presenceOf = (matchId: string, atMs = startMs) =>
  matchPresence(test.database, { matchId: matchIdSchema.parse(matchId) }, new Date(atMs))
const report = (instance: string, sockets: number, matchId = 'm') =>
  saveGatewayWatermarks(test.database, instance, [{ matchId, epoch: 1, seq: 9, sockets }])

it('sums what gateways have said lately, and is no older than it says', async () => {
  await report('g1', 70)
  await report('g2', 20)
  const first = await presenceOf('m')
  expect(first).toMatchObject({ ok: true, value: { watching: 90, exact: true } })
  if (first.ok) presenceSchema.parse(first.value)
  await report('g2', 1_000)
  expect(await presenceOf('m', startMs + 1_999)).toBe(first)
  expect(await presenceOf('m', startMs + 2_000)).toMatchObject({
    value: { watching: 1_100, exact: false, asOf: '2026-05-01T19:00:02.000Z' },
  })
  await test.database.pool.query(
    "update gateway_watermarks set reported_at = now() - interval '11 s' where instance = 'g2'",
  )
  expect(await presenceOf('m', startMs + 4_000)).toMatchObject({ value: { watching: 70 } })
})

it('is asked of the store once for all who ask together', async () => {
  const asked = await Promise.all(Array.from({ length: 50 }, () => presenceOf('quiet')))
  expect(new Set(asked).size).toBe(1)
  expect(asked[0]).toMatchObject({ value: { watching: 0, exact: true } })
})

it('knows matches that nobody has told of yet, and no others', async () => {
  expect(await presenceOf('nobody')).toEqual({ ok: false, code: 'match-not-found' })
  await report('g3', 2, 'awaited')
  expect(await presenceOf('awaited')).toMatchObject({ value: { watching: 2 } })
})
