import { type MatchId, matchIdSchema } from '@touchline/contracts'
import { addToWindows, inTransaction, type MatchWindow } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getMatchStats, matchStatsSchema } from './get-stats.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  await test.database.pool.query(
    "insert into matches (match_id, last_seq, state) values ('m', 9, '{}'), ('new', 0, '{}')",
  )
})
afterAll(() => test.drop())

const base = Date.parse('2026-05-01T19:00:00.000Z')
const minute = (index: number, more: Partial<MatchWindow>): MatchWindow => ({
  matchId: 'm',
  source: 'all',
  sizeSeconds: 60,
  startsAtMs: base + index * 60_000,
  events: 1,
  critical: 0,
  normal: 1,
  low: 0,
  byType: {},
  latency: [1],
  passesHome: 0,
  passesAway: 0,
  shotsHome: 0,
  shotsAway: 0,
  late: 0,
  ...more,
})
const statsOf = (matchId: string) =>
  getMatchStats(test.database, { matchId: matchIdSchema.parse(matchId) as MatchId })

describe("a match's stats", () => {
  it('are of the whole match, with the last 120 minutes one by one', async () => {
    await inTransaction(test.database.pool, tx =>
      addToWindows(tx, [
        minute(0, { passesHome: 7, shotsHome: 2, latency: [0, 0, 1] }),
        minute(1, { passesHome: 2, passesAway: 3, shotsAway: 1, events: 5 }),
        minute(120, { passesAway: 4, latency: [0, 0, 0, 2] }),
        minute(120, { source: 'broadcast', passesAway: 100 }),
        minute(120, { sizeSeconds: 10, passesAway: 100 }),
        minute(120, { matchId: 'other', passesAway: 100 }),
      ]),
    )
    const stats = await statsOf('m')
    expect(stats).toEqual({
      ok: true,
      value: {
        matchId: 'm',
        possession: { home: 9 / 16, away: 7 / 16 },
        passes: { home: 9, away: 7 },
        shots: { home: 2, away: 1 },
        perMinute: [
          {
            at: '2026-05-01T19:01:00.000Z',
            events: 5,
            passes: { home: 2, away: 3 },
            shots: { home: 0, away: 1 },
          },
          {
            at: '2026-05-01T21:00:00.000Z',
            events: 1,
            passes: { home: 0, away: 4 },
            shots: { home: 0, away: 0 },
          },
        ],
        latency: { p50Ms: 63, p95Ms: 96, p99Ms: 99 },
      },
    })
    if (stats.ok) matchStatsSchema.parse(stats.value)
  })

  it('say that there is nothing yet, or no such match', async () => {
    expect(await statsOf('new')).toMatchObject({
      ok: true,
      value: { possession: null, shots: { home: 0, away: 0 }, perMinute: [], latency: { p50Ms: null } },
    })
    expect(await statsOf('nobody')).toEqual({ ok: false, code: 'match-not-found' })
  })
})
