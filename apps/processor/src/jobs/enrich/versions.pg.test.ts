import type { SourceEvent } from '@touchline/contracts'
import { readEvents } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { foldEvents } from '@touchline/match'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { allTables, contextOn, overloadBy } from '../../testing/context.ts'
import { batchOf, storedEvent } from '../../testing/records.ts'
import { createEnrichment } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(`truncate ${allTables}, global_event_ids`)
  offset = 0n
})

const nowMs = () => Date.parse('2026-05-03T00:00:00.000Z')
let offset = 0n
async function store(...values: object[]): Promise<void> {
  const handle = createEnrichment({ ...contextOn(test.database, { nowMs }), overload: overloadBy() })
  await handle(batchOf(values, { firstOffset: offset }))
  offset += BigInt(values.length)
}
const events = (matchId = 'm1') => readEvents(test.database, { matchId, afterSeq: 0, limit: 1_000 })
const state = async (matchId = 'm1') =>
  (await test.database.prisma.match.findUnique({ where: { matchId } }))?.state
const account = async () => {
  const [row] = await test.database.prisma.account.findMany({ where: { matchId: 'm1' } })
  return (
    row && { stored: row.stored, duplicate: row.duplicate, revised: row.revised, superseded: row.superseded }
  )
}

const clock = (seconds: number, period = 1) => ({ clock: { period, seconds } })
const goal = (id: string, fields: object = {}) =>
  storedEvent(id, { type: 'goal-scored', ...clock(600), ...fields })
const withdrawal = (id: string, fields: object = {}) =>
  storedEvent(id, { type: 'event-withdrawn', payload: {}, ...fields })

describe('a version of a stored event', () => {
  it('with a higher revision is the next event, which says what it changes', async () => {
    await store(goal('g', { revision: 1 }))
    await store(goal('g', { revision: 2, payload: { team: 'away', player: 'Kane' } }))
    expect(await events()).toMatchObject([
      { seq: 1, type: 'goal-scored', score: { home: 1, away: 0 } },
      {
        seq: 2,
        type: 'event-revised',
        lane: 'critical',
        score: { home: 0, away: 1 },
        payload: { position: '1:1', revision: 2, event: { type: 'goal-scored', payload: { team: 'away' } } },
      },
    ])
    expect(await state()).toMatchObject({ score: { home: 0, away: 1 } })
    expect(await account()).toEqual({ stored: 1n, duplicate: 0n, revised: 1n, superseded: 0n })
  })

  it('with a lower one is superseded, with the same content a duplicate', async () => {
    await store(goal('g', { revision: 3 }), goal('g', { revision: 2 }), goal('g', { revision: 3 }))
    expect(await account()).toEqual({ stored: 1n, duplicate: 1n, revised: 0n, superseded: 1n })
  })

  it('without a revision counts as new where its content differs, by when it came in', async () => {
    const later = { ingestedAt: '2026-05-01T19:00:01.000Z', payload: { team: 'away' } }
    await store(goal('g', later))
    await store(goal('g'), goal('g', later))
    expect(await state()).toMatchObject({ score: { home: 0, away: 1 } })
    expect(await account()).toEqual({ stored: 1n, duplicate: 1n, revised: 0n, superseded: 1n })
  })

  const told = (cameSeconds: number, fields: object = {}) => ({
    ingestedAt: `2026-05-01T19:00:0${cameSeconds}.000Z`,
    ...fields,
  })
  const pass = { type: 'pass-made', payload: { team: 'home' } }

  it('and is told again raises its rank for good, without an event of the feed', async () => {
    await store(goal('g', told(1)), goal('g', told(3)))
    await store(goal('g', told(2, pass)))
    expect(await state()).toMatchObject({ score: { home: 1, away: 0 } })
    expect(await events()).toHaveLength(1)
    expect(await account()).toEqual({ stored: 1n, duplicate: 1n, revised: 0n, superseded: 1n })
    await store(goal('g', told(4, pass)))
    await store(goal('g', told(4, pass)), goal('g', told(5, pass)))
    await store(goal('g', told(6)), goal('g', told(3)))
    expect((await events()).at(-1)).toMatchObject({ payload: { event: { type: 'goal-scored' } } })
    expect(await test.database.prisma.eventRank.count()).toBe(2)
  })

  it('that came at the same time is decided by what it says, and copies of both change nothing', async () => {
    await store(goal('g'), goal('g', { payload: { team: 'away' } }))
    const before = await events()
    await store(goal('g', { payload: { team: 'away' } }), goal('g'), goal('g'))
    expect(await events()).toEqual(before)
    await store(...[{ payload: { team: 'away' } }, {}].map(fields => goal('g', { ...fields, matchId: 'm2' })))
    expect((await state('m2')) as object).toMatchObject({
      score: ((await state()) as { score: object }).score,
    })
  })

  it('that tells a clock, or takes one back, is a revision', async () => {
    const bare = (cameSeconds: number) => storedEvent('g', told(cameSeconds, { type: 'goal-scored' }))
    const late = { occurredAt: '2026-05-01T21:30:00.000Z' }
    const shootOut = storedEvent('p5', { type: 'period-started', payload: {}, ...clock(0, 5), ...late })
    await store(shootOut, goal('h', { ...clock(9, 5), ...late }), bare(1))
    expect(await state()).toMatchObject({ score: { home: 1, away: 0 } })
    await store(goal('g', told(2, clock(10, 5))))
    expect(await state()).toMatchObject({ score: { home: 0, away: 0 }, penalties: { home: 2, away: 0 } })
    await store(bare(3))
    expect(await state()).toMatchObject({ score: { home: 1, away: 0 }, penalties: { home: 1, away: 0 } })
    expect(await account()).toMatchObject({ stored: 3n, revised: 2n, duplicate: 0n })
  })

  it('is the same where only the measured skew of its clock differs', async () => {
    const at = (second: string, clockSkewMs: number) =>
      goal('g', { occurredAt: `2026-05-01T19:00:${second}Z`, clockSkewMs })
    await store(at('30.000', 0), at('50.000', -20_000))
    expect(await events()).toHaveLength(1)
    await store(at('50.000', 0))
    await store(at('30.000', 20_000), at('29.500', 20_500))
    expect(await events()).toHaveLength(2)
  })

  it('with a time for its revision counts to the nanosecond', async () => {
    const at = (digits: string, team: string) =>
      goal('g', { revision: `2026-05-01T19:00:00.${digits}Z`, payload: { team } })
    await store(at('1231', 'home'))
    await store(at('1239', 'away'))
    await store(at('1231', 'home'), at('1238', 'home'))
    expect(await state()).toMatchObject({ score: { home: 0, away: 1 } })
    expect(await account()).toEqual({ stored: 1n, duplicate: 0n, revised: 1n, superseded: 2n })
  })

  it('that withdraws it takes its goal back, before or after the goal itself came', async () => {
    await store(goal('g'), withdrawal('g'))
    await store(withdrawal('h'), goal('h'))
    expect((await events()).map(({ type, payload }) => [type, payload])).toEqual([
      ['goal-scored', { team: 'home' }],
      [
        'event-withdrawn',
        expect.objectContaining({
          position: '1:1',
          previous: expect.objectContaining({ type: 'goal-scored' }),
        }),
      ],
      ['event-withdrawn', { position: null, previous: null }],
    ])
    expect(await state()).toMatchObject({ score: { home: 0, away: 0 } })
  })

  it('that makes a goal of a pass, or a pass of a goal, counts and uncounts', async () => {
    const pass = { type: 'pass-made', payload: { team: 'home' } }
    await store(storedEvent('a', { ...pass, ...clock(600), revision: 1 }), goal('b', { revision: 1 }))
    await store(goal('a', { revision: 2 }))
    expect(await state()).toMatchObject({ score: { home: 2, away: 0 } })
    await store(storedEvent('a', { ...pass, ...clock(600), revision: 3 }))
    await store(storedEvent('b', { ...pass, ...clock(600), revision: 2 }))
    expect(await state()).toMatchObject({ score: { home: 0, away: 0 } })
  })
})

describe('an id', () => {
  it('counts within its match and its provider', async () => {
    await store(goal('1'), goal('1', { provider: 'zeta' }), goal('1', { matchId: 'm2' }))
    expect((await events()).map(({ isBackup }) => isBackup)).toEqual([undefined, true])
    expect(await state()).toMatchObject({ score: { home: 1, away: 0 } })
    expect(await events('m2')).toHaveLength(1)
  })

  it('of a backup report says in its revisions that what held before was not counted', async () => {
    await store(goal('1'), goal('2', { provider: 'zeta' }))
    await store(
      goal('2', { provider: 'zeta', payload: { team: 'away' }, ingestedAt: '2026-05-01T19:00:01.000Z' }),
      withdrawal('2', { provider: 'zeta' }),
    )
    await store(goal('1', { revision: 1, payload: { team: 'away' } }))
    const previous = (await events()).map(({ payload }) => (payload as { previous?: object }).previous)
    expect(previous.slice(2)).toEqual([
      expect.objectContaining({ type: 'goal-scored', isBackup: true }),
      expect.objectContaining({ type: 'goal-scored', isBackup: true }),
      expect.not.objectContaining({ isBackup: true }),
    ])
  })

  const global = { idScope: 'global' }
  const letters = () =>
    test.database.prisma.deadLetter.findMany({ select: { errorCode: true, matchId: true, evidence: true } })

  it('that its provider uses once and for all belongs to its match: under another it is a dead letter', async () => {
    await store(goal('1', global))
    await store(goal('1', { ...global, matchId: 'm2' }), goal('1', { ...global, revision: 1 }))
    expect(await events('m2')).toHaveLength(0)
    expect(await events()).toHaveLength(2)
    const other = { errorCode: 'id-of-other-match', matchId: 'm2', evidence: 'the id belongs to match m1' }
    expect(await letters()).toEqual([other])
    const accounts = await test.database.prisma.account.findMany({ where: { matchId: 'm2' } })
    expect(accounts).toMatchObject([{ dead: 1n, duplicate: 0n, stored: 0n }])
    await store(withdrawal('1', { ...global, matchId: 'm2' }), goal('2', global))
    await store(goal('2', { ...global, matchId: 'm2' }), goal('3', { matchId: 'm2' }))
    expect(await letters()).toHaveLength(3)
    expect(await events('m2')).toMatchObject([{ sourceEventId: '3' }])
  })

  it('is free for another match once its event is withdrawn, and not for the first one then', async () => {
    await store(goal('1', global))
    await store(withdrawal('1', { ...global, revision: 1 }), goal('1', { ...global, matchId: 'm2' }))
    await store(goal('1', { ...global, revision: 2 }))
    expect(await letters()).toMatchObject([{ matchId: 'm1', evidence: 'the id belongs to match m2' }])
    await store(withdrawal('1', { ...global, matchId: 'm2' }))
    await store(goal('1', { ...global, revision: 3 }), withdrawal('1', { ...global, revision: 4 }))
    await store(withdrawal('9', global), goal('9', { ...global, matchId: 'm3' }))
    expect((await state()) as object).toMatchObject({ score: { home: 0, away: 0 } })
    expect((await state('m3')) as object).toMatchObject({ score: { home: 1, away: 0 } })
    const kept = await test.database.prisma.globalEventId.findMany()
    expect(kept).toMatchObject([{ sourceEventId: '9', matchId: 'm3' }])
  })

  it('from before providers were kept is known whoever sends it', async () => {
    await store(goal('old'))
    await test.database.pool.query("update match_events set provider = ''")
    await test.database.pool.query('update matches set memory = null')
    await store(goal('old'), goal('new', clock(700)))
    await store(goal('old', { revision: 1, payload: { team: 'away' } }))
    expect(await state()).toMatchObject({ score: { home: 1, away: 1 } })
    expect(await account()).toMatchObject({ duplicate: 1n, revised: 1n })
  })
})

const said = fc.constantFrom(
  { type: 'goal-scored', payload: { team: 'home' } },
  { type: 'goal-scored', payload: { team: 'away' } },
  { type: 'score-corrected', payload: { home: 2, away: 1 } },
  { type: 'card-shown', payload: { team: 'home', card: 'red' } },
  { type: 'period-started', payload: {} },
  { type: 'period-ended', payload: {} },
  { type: 'match-ended', payload: {} },
  ...Array.from({ length: 6 }, () => ({ type: 'pass-made', payload: { team: 'home' } })),
)
const kickOffMs = Date.parse('2026-05-01T19:00:00.000Z')
const version = fc.record({
  id: fc.integer({ min: 1, max: 14 }).map(n => `e${n}`),
  said,
  revision: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  cameMs: fc.nat(4),
  toldIndex: fc.nat(1),
  minute: fc.integer({ min: 0, max: 45 }),
  period: fc.constantFrom(1, 1, 1, 2, 5),
  isWithdrawn: fc.constantFrom(false, false, false, true),
})
type Version = typeof version extends fc.Arbitrary<infer T> ? T : never

function sent(all: readonly Version[]): object[] {
  return all.map(({ id, said, revision, cameMs, toldIndex, minute, period, isWithdrawn }) => {
    const occurredAt = new Date(kickOffMs + (period * 3_600 + minute * 60) * 1_000).toISOString()
    const ingestedAt = new Date(kickOffMs + cameMs).toISOString()
    const common = { ...(revision !== undefined && { revision }), occurredAt, ingestedAt, toldIndex }
    if (isWithdrawn) return withdrawal(id, common)
    return storedEvent(id, { ...said, ...clock(minute * 60, period), ...common })
  })
}

const inBatches = fc
  .array(version, { minLength: 4, maxLength: 30 })
  .map(sent)
  .chain(all =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 40, maxLength: 40 }),
    ),
  )

it('leads to the state of the effective events, in any order and in any batches', async () => {
  let matches = 0
  const property = fc.asyncProperty(inBatches, async ([inOrder, arriving, sizes]) => {
    matches += 1
    const matchId = `any${matches}`
    const named = arriving.map(event => ({ ...event, matchId }))
    for (let from = 0, turn = 0; from < named.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1
      await store(...named.slice(from, from + size))
      from += size
    }
    const { fixture: _fixture, ...expected } = foldEvents(inOrder as SourceEvent[]).state
    expect(await state(matchId)).toMatchObject(JSON.parse(JSON.stringify(expected)))
  })
  await fc.assert(property, { numRuns: 40, endOnFailure: true })
}, 120_000)
