import { windowSizesSeconds } from '@touchline/contracts'
import { listBehind } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allTables, contextOn, overloadBy } from '../../testing/context.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import { createEnrichment } from '../enrich/index.ts'
import { type AggregatedMatch, aggregateMatches } from './aggregate-matches.ts'

let test: TestDatabase
let offset: bigint
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const nowMs = () => Date.parse('2026-05-03T00:00:00.000Z')
const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')

async function begin(): Promise<void> {
  offset = 0n
  await test.database.pool.query(`truncate ${allTables}, match_windows, aggregate_checkpoints`)
}
async function store(...events: object[]): Promise<void> {
  const enrich = createEnrichment({ ...contextOn(test.database, { nowMs }), overload: overloadBy() })
  await enrich(batchOf(events, { firstOffset: offset }))
  offset += BigInt(events.length)
}
/** Folds what no window has, at most so much. */
async function aggregate(maxEvents = 5_000): Promise<AggregatedMatch | undefined> {
  const { database } = test
  const behind = await listBehind(database, 10)
  return (await aggregateMatches({ database, eventsOf: () => new Map(), maxEvents }, behind))[0]
}
async function tell(...events: object[]): Promise<AggregatedMatch | undefined> {
  await store(...events)
  return aggregate()
}
/** What the windows of each size and source add up to. */
async function shotsInWindows(): Promise<object[]> {
  const { rows } = await test.database.pool.query(
    `select size_seconds as size, source, sum(shots_home)::int as home, sum(shots_away)::int as away
     from match_windows where source in ('all', 'broadcast') group by 1, 2 having sum(shots_home + shots_away) > 0
     order by 1, 2`,
  )
  return rows
}
async function expectShotsOfState(): Promise<void> {
  const match = await test.database.prisma.match.findUnique({ where: { matchId: 'm1' } })
  const { home = 0, away = 0 } = (match?.state as { shots?: { home: number; away: number } })?.shots ?? {}
  const each = windowSizesSeconds.flatMap(size =>
    ['all', 'broadcast'].map(source => ({ size, source, home, away })),
  )
  expect(await shotsInWindows()).toEqual(home + away === 0 ? [] : each)
}

let ids = 0
const at = (seconds: number, type: string, payload: object, fields: object = {}) =>
  storedEvent(`e${++ids}`, {
    ...{ type, payload, provider: 'acme' },
    occurredAt: new Date(kickOffMs + seconds * 1_000).toISOString(),
    ...fields,
  })
const shot = (seconds: number, fields: object = {}) =>
  at(seconds, 'shot-taken', { team: 'home', outcome: 'saved' }, fields)
const goal = (seconds: number, fields: object = {}) => at(seconds, 'goal-scored', { team: 'home' }, fields)
const inPeriod = (period: number, seconds: number) => ({ clock: { period, seconds } })
const other = { provider: 'other' }

it("after an operator's choice the shots are the chosen provider's, in their own windows, and a sink is told", async () => {
  await begin()
  await tell(shot(10), shot(70), goal(130), shot(3_000, other), at(3_700, 'pass-made', { team: 'home' }))
  await expectShotsOfState()
  const chosen = await tell(
    at(3_800, 'primary-provider-changed', { provider: 'other' }, { provider: 'operator' }),
  )
  await expectShotsOfState()
  const minutes = chosen?.recounted.filter(
    ({ sizeSeconds, source }) => sizeSeconds === 60 && source === 'all',
  )
  expect(
    minutes?.map(({ startsAtMs }) => (startsAtMs - kickOffMs) / 60_000).toSorted((a, b) => a - b),
  ).toEqual([0, 1, 2, 50])
})

it('a provider whose facts begin earlier takes the place of the one that came first', async () => {
  await begin()
  await tell(shot(600), shot(700))
  await tell(shot(60, other))
  await expectShotsOfState()
  expect(await shotsInWindows()).toMatchObject([{ home: 1 }, {}, {}, {}, {}, {}])
})

it('a kick of the shoot-out is what the match counts as one, however it is told', async () => {
  await begin()
  await tell(shot(100, inPeriod(1, 100)))
  await tell(goal(7_000, inPeriod(5, 10)))
  await expectShotsOfState()
  expect(await shotsInWindows()).toMatchObject([{ home: 1 }, {}, {}, {}, {}, {}])
  // A kick that tells no clock, before the whistle that makes it one.
  await tell(goal(7_100))
  await expectShotsOfState()
  await tell(at(6_900, 'period-started', {}, inPeriod(5, 0)))
  await expectShotsOfState()
  expect(await shotsInWindows()).toMatchObject([{ home: 1 }, {}, {}, {}, {}, {}])
})

it('reads no facts where the one provider reports one more', async () => {
  await begin()
  await tell(shot(10))
  const added = await tell(shot(20), goal(30))
  expect(added?.recounted).toEqual([])
  await expectShotsOfState()
})

const provider = fc.constantFrom('acme', 'other')
const content = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ type: 'shot-taken', payload: { team: 'away', outcome: 'saved' } }) },
  { weight: 3, arbitrary: fc.constant({ type: 'goal-scored', payload: { team: 'home' } }) },
  fc.constant({ type: 'goal-scored', payload: { team: 'home', kind: 'own-goal' } }),
  fc.constant({ type: 'period-started', payload: {} }),
  fc.constant({ type: 'event-withdrawn', payload: {} }),
)
const clock = fc.constantFrom(
  {},
  {},
  { clock: { period: 1, seconds: 9 } },
  { clock: { period: 5, seconds: 9 } },
)
const sent = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ id: fc.nat(9), seconds: fc.nat(9_000), provider, content, clock }).map(one =>
      at(one.seconds, one.content.type, one.content.payload, {
        ...{ sourceEventId: `s${one.id}`, provider: one.provider, ...one.clock },
      }),
    ),
  },
  fc
    .record({ seconds: fc.nat(9_000), provider })
    .map(one =>
      at(one.seconds, 'primary-provider-changed', { provider: one.provider }, { provider: 'operator' }),
    ),
)

it("the law: windows' shots are those of the match's state, whatever came, in whatever batches", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(sent, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      async batches => {
        await begin()
        for (const batch of batches) {
          await tell(...batch)
          await expectShotsOfState()
        }
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)

it('and however far the aggregation was behind', async () => {
  const all = fc.array(sent, { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(all, fc.integer({ min: 1, max: 3 }), async (events, atOnce) => {
      await begin()
      await store(...events)
      let folded: AggregatedMatch | undefined
      do folded = await aggregate(atOnce)
      while (folded && folded.events > 0)
      await expectShotsOfState()
    }),
    { numRuns: 20 },
  )
}, 60_000)
