import { type MatchEvent, matchEventSchema } from '@touchline/contracts'
import { getMatch, readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { applyEvent, emptySnapshot } from '@touchline/sdk/snapshot'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contextOn, overloadBy } from '../../testing/context.ts'
import { generatedFeed, inBatches } from '../../testing/generated-feed.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import { createEnrichment } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

let offset = 0n
async function store(matchId: string, values: readonly object[]): Promise<void> {
  const nowMs = () => Date.parse('2026-05-03T00:00:00.000Z')
  const handle = createEnrichment({ ...contextOn(test.database, { nowMs }), overload: overloadBy() })
  await handle(
    batchOf(
      values.map(value => ({ ...value, matchId })),
      { firstOffset: offset },
    ),
  )
  offset += BigInt(values.length)
}
const snapshotOf = async (matchId: string) => {
  const snapshot = await getMatch(test.database, matchId)
  return { ...(snapshot ?? emptySnapshot(matchId)), updatedAt: '' }
}
const eventsOf = (matchId: string, afterSeq = 0) =>
  readEvents(test.database, { matchId, afterSeq, limit: 1_000 })
const shownBy = (from: ReturnType<typeof emptySnapshot>, events: readonly MatchEvent[]) => ({
  ...events.reduce(applyEvent, from),
  updatedAt: '',
})

it('shows fans the state that is stored after every batch, from the start or from any snapshot on', async () => {
  let matches = 0
  const property = fc.asyncProperty(generatedFeed, async ([arriving, sizes]) => {
    matches += 1
    const matchId = `fan${matches}`
    let earlier = await snapshotOf(matchId)
    for (const batch of inBatches(arriving, sizes)) {
      await store(matchId, batch)
      const stored = await snapshotOf(matchId)
      expect(shownBy(emptySnapshot(matchId), await eventsOf(matchId))).toEqual(stored)
      expect(shownBy(earlier, await eventsOf(matchId, earlier.lastSeq))).toEqual(stored)
      earlier = stored
    }
  })
  await fc.assert(property, { numRuns: 40, endOnFailure: true })
}, 120_000)

it('keeps what an event carries through the store and through its schema, and reads events of before', async () => {
  await store('kept', [
    storedEvent('g', { type: 'goal-scored', clock: { period: 1, seconds: 60.12 } }),
    storedEvent('p'),
  ])
  const [goal, pass] = await eventsOf('kept')
  expect(goal?.state).toMatchObject({ status: 'live', shots: { home: 1, away: 0 } })
  expect(pass).toMatchObject({ isClockDerived: true })
  expect(pass).not.toHaveProperty('state')
  expect(matchEventSchema.parse(goal)).toEqual(goal)
  await test.database.pool.query("update match_events set state = null where match_id = 'kept'")
  const before = await eventsOf('kept')
  expect(before[0]).not.toHaveProperty('state')
  expect(shownBy(emptySnapshot('kept'), before)).toMatchObject({
    score: { home: 1, away: 0 },
    shots: { home: 1, away: 0 },
    status: 'live',
  })
})

it('tells fans at once what a newer version of the rules makes of a match', async () => {
  const pass = (id: string, seconds: number) => storedEvent(id, { clock: { period: 1, seconds } })
  await store('anew', [storedEvent('s', { type: 'period-started', clock: { period: 1, seconds: 0 } })])
  await store('anew', [pass('p1', 10)])
  await test.database.pool.query(
    `update matches set memory = null, state = jsonb_set(state, '{shots,home}', '7') where match_id = 'anew'`,
  )
  const earlier = await snapshotOf('anew')
  await store('anew', [pass('p2', 20)])
  const stored = await snapshotOf('anew')
  expect(stored.shots).toEqual({ home: 0, away: 0 })
  expect(shownBy(earlier, await eventsOf('anew', earlier.lastSeq))).toEqual(stored)
})
