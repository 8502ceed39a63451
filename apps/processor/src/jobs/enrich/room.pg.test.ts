import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { kicksMax, marksMax } from '@touchline/match'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { allTables, contextOn, overloadBy } from '../../testing/context.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import { createEnrichment } from './index.ts'

let test: TestDatabase
let offset = 0n
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}, global_event_ids`)
  offset = 0n
})

const nowMs = () => Date.parse('2026-05-03T00:00:00.000Z')
const at = (seconds: number) => ({
  occurredAt: new Date(Date.parse('2026-05-01T19:00:00.000Z') + seconds * 1_000).toISOString(),
})
async function store(...values: object[]): Promise<void> {
  const handle = createEnrichment({ ...contextOn(test.database, { nowMs }), overload: overloadBy() })
  await handle(batchOf(values, { firstOffset: offset }))
  offset += BigInt(values.length)
}
const state = async () => (await test.database.prisma.match.findUnique({ where: { matchId: 'm1' } }))?.state
const letters = async () => {
  const rows = await test.database.prisma.deadLetter.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ sourceEventId, errorMessage }) => [sourceEventId, errorMessage])
}
const event = (provider: string, id: string, type: string, more: object = {}) =>
  storedEvent(id, { provider, type, ...more })
const goal = (provider: string, id: string, more: object = {}) =>
  event(provider, id, 'goal-scored', { payload: { team: 'home' }, ...more })

it('leaves a match open to others and to operators where one partner has told all the schedules that it may', async () => {
  await store(event('acme', 'p1', 'period-started', { payload: {}, ...at(0) }), goal('acme', 'g0', at(60)))
  const teams = (n: number) => ({ payload: { home: 'H', away: `A${n}` }, ...at(-1_000 - n) })
  const schedules = Array.from({ length: marksMax + 1 }, (_, n) =>
    event('beta', `w${n}`, 'match-scheduled', teams(n)),
  )
  await store(...schedules)
  expect(await letters()).toEqual([[`w${marksMax}`, expect.stringContaining(`holds ${marksMax} whistles`)]])
  await store(
    goal('acme', 'g1', at(120)),
    goal('acme', 'g0', { payload: { team: 'away' }, revision: 1, ...at(60) }),
  )
  await store(
    event('beta', 'w0', 'match-scheduled', { payload: { home: 'H', away: 'A' }, revision: 1, ...at(-1) }),
  )
  expect(await state()).toMatchObject({ score: { home: 1, away: 1 }, fixture: { home: 'H', away: 'A' } })
  const choice = { payload: { provider: 'beta' }, ...at(130) }
  await store(event('operator', 'c1', 'primary-provider-changed', choice), goal('operator', 'o1', at(140)))
  await store(event('acme', 'e', 'match-ended', { payload: {}, ...at(5_400) }))
  expect(await letters()).toHaveLength(1)
  expect(await state()).toMatchObject({ score: { home: 1, away: 0 } })
})

it('refuses more kicks than any shoot-out has, with a reason', async () => {
  const kick = (n: number) => goal('acme', `k${n}`, { clock: { period: 5, seconds: n }, ...at(7_200 + n) })
  await store(...Array.from({ length: kicksMax + 2 }, (_, n) => kick(n)))
  const reason = `the match holds ${kicksMax} kicks of the shoot-out of its provider, as many as it may`
  expect(await letters()).toEqual([`k${kicksMax}`, `k${kicksMax + 1}`].map(id => [id, reason]))
  expect(await state()).toMatchObject({ score: { home: 0, away: 0 }, penalties: { home: kicksMax, away: 0 } })
})

it('makes a match of an earlier version anew, and keeps what it was called', async () => {
  const named = { fixture: { home: 'Arsenal', away: 'Chelsea' } }
  await store(goal('acme', 'g1', { ...named, ...at(60) }), goal('acme', 'g2', at(90)))
  const memory = {
    readings: {},
    marks: [],
    facts: { count: 2, attempts: 'acme' },
    named: { atMs: 0, ...named },
  }
  await test.database.pool.query('update matches set memory = $1', [JSON.stringify(memory)])
  await store(goal('acme', 'g3', at(100)))
  expect(await state()).toMatchObject({ score: { home: 3, away: 0 }, ...named })
})

it('stores a pass and the shot that it turns out to be from one request', async () => {
  const retyped = event('acme', 'x', 'shot-taken', {
    payload: { team: 'home', outcome: 'saved' },
    revision: 1,
  })
  await store(event('acme', 'x', 'pass-made'), retyped)
  expect(await letters()).toEqual([])
  expect(await state()).toMatchObject({ shots: { home: 1, away: 0 } })
})
