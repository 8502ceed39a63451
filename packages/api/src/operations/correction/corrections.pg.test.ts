import { type MatchEvent, matchIdSchema } from '@touchline/contracts'
import { insertEvents } from '@touchline/db'
import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { initialState } from '@touchline/match'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { createCorrection, createCorrectionInput } from './create.ts'
import { listCorrectionsInput, listMatchCorrections } from './list.ts'
import { previewCorrection, previewCorrectionInput } from './preview.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
const now = new Date(startMs + 3_000_000)
const at = (seq: number) => new Date(startMs + seq * 1_000).toISOString()

/** 300 events; goals at these places, for the home side. */
const goals = [40, 41, 250]
beforeEach(async () => {
  await test.database.pool.query('truncate matches, match_events, corrections, dead_letters restart identity')
  await insertEvents(
    test.database.pool,
    Array.from({ length: 300 }, (_, index) => eventAt(index + 1)),
  )
  await saveState({})
})

const eventAt = (seq: number): MatchEvent =>
  ({
    ...{ matchId: 'm', epoch: 1, seq, lane: 'normal', source: 'broadcast', sourceEventId: `e${seq}` },
    ...{ occurredAt: at(seq), ingestedAt: at(seq), storedAt: at(seq), correlationId: 'c' },
    type: goals.includes(seq) ? 'goal-scored' : 'pass-made',
    clock: { period: 1, seconds: seq },
    score: { home: goals.filter(goal => goal <= seq).length, away: 0 },
    payload: { team: 'home', player: `P${seq}` },
  }) as unknown as MatchEvent

const saveState = (fields: object) =>
  test.database.pool.query(
    `insert into matches (match_id, epoch, last_seq, status, state) values ('m', 1, 300, $1::jsonb->>'status', $1::jsonb)
     on conflict (match_id) do update set state = excluded.state, status = excluded.status`,
    [
      {
        ...initialState,
        status: 'live',
        score: { home: 3, away: 0 },
        clock: { period: 1, seconds: 300 },
        ...fields,
      },
    ],
  )

const ann = atCommandLine('ann')
const preview = (home: number, away: number, matchId = 'm') =>
  previewCorrection(test.database, previewCorrectionInput.parse({ matchId, home, away }))
const create = (fields: object = {}) =>
  createCorrection(
    test.database,
    createCorrectionInput.parse({
      matchId: 'm',
      home: 2,
      away: 0,
      expectedSeq: 300,
      reason: 'offside',
      ...fields,
    }),
    { actor: ann, now },
  )
const list = async () => {
  const listed = await listMatchCorrections(test.database, listCorrectionsInput.parse({ matchId: 'm' }))
  return listed.ok ? listed.value.items : expect.fail('listed')
}
const corrections = () => test.database.prisma.correction.count()

it('tells before what fans will see, and which goals will not count any more', async () => {
  await buryLetters(test.database.pool, [deadLetter({ matchId: 'm', eventType: 'goal-scored' })])
  const seen = await preview(2, 0)
  expect(seen).toMatchObject({
    value: {
      expectedSeq: 300,
      now: { score: { home: 3, away: 0 } },
      after: { home: 2, away: 0 },
      refusal: null,
    },
  })
  if (!seen.ok) return
  expect(seen.value.discounted.map(({ seq, player }) => `${seq} ${player}`)).toEqual([
    '250 P250',
    '41 P41',
    '40 P40',
  ])
  expect(seen.value.deadGoals).toHaveLength(1)
  expect(seen.value.effects[0]).toBe(
    'Fans see 2–0 instead of 3–0, and in the feed that the score was corrected.',
  )
  expect(await corrections()).toBe(0)
})

it('leaves out goals that an earlier correction holds already', async () => {
  await saveState({ scoreAsOf: at(100) })
  const seen = await preview(2, 0)
  expect(seen.ok && seen.value.discounted.map(({ seq }) => seq)).toEqual([250])
})

it('writes the correction and its audit entry together', async () => {
  const made = await create({ publicReason: 'VAR' })
  expect(made).toMatchObject({
    value: { id: '1', state: 'waiting', requestedBy: 'ann', score: { home: 2, away: 0 } },
  })
  const row = await test.database.prisma.correction.findFirstOrThrow()
  expect(row).toMatchObject({
    sourceEventId: 'correction:1',
    type: 'score-corrected',
    reason: 'offside',
    sentAt: null,
  })
  expect(row.event).toEqual({
    ...{ source: 'broadcast', matchId: 'm', sourceEventId: 'correction:1', provider: 'operator' },
    ...{ type: 'score-corrected', occurredAt: now.toISOString(), ingestedAt: now.toISOString() },
    payload: { home: 2, away: 0, reason: 'VAR' },
  })
  const entry = await test.database.prisma.auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } })
  expect(entry).toMatchObject({
    ...{
      action: 'correction.create',
      actorName: 'ann',
      subjectKind: 'match',
      subjectId: 'm',
      reason: 'offside',
    },
    details: { correctionId: '1', from: { home: 3, away: 0 }, to: { home: 2, away: 0 } },
  })
})

it('is refused, and changes nothing, where the score has moved since the preview', async () => {
  const before = await test.database.prisma.auditEntry.count()
  expect(await create({ expectedSeq: 249 })).toMatchObject({
    code: 'state-conflict',
    faults: [{ message: 'the score has moved since: it is 3–0 now' }],
  })
  expect(await create({ expectedSeq: 251 })).toMatchObject({ ok: true })
  expect(await create({ expectedSeq: 301 })).toMatchObject({ code: 'state-conflict' })
  expect(await create({ expectedSeq: 0 })).toMatchObject({ code: 'state-conflict' })
  expect(await create({ matchId: 'nobody' })).toMatchObject({ code: 'match-not-found' })
  expect(await preview(1, 1, 'nobody')).toMatchObject({ code: 'match-not-found' })
  expect([await corrections(), (await test.database.prisma.auditEntry.count()) - before]).toEqual([1, 1])
})

it('lets one of two who correct at once do so', async () => {
  const both = await Promise.all([create(), create({ home: 1 })])
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
  expect(await corrections()).toBe(1)
})

it('lets another correct once the first is stored', async () => {
  await create()
  expect(await create({ home: 1 })).toMatchObject({ code: 'state-conflict' })
  const stored = {
    ...eventAt(301),
    type: 'score-corrected',
    sourceEventId: 'correction:1',
    score: { home: 2, away: 0 },
  }
  await insertEvents(test.database.pool, [stored as unknown as MatchEvent])
  await saveState({ score: { home: 2, away: 0 }, scoreAsOf: now.toISOString() })
  await test.database.pool.query('update matches set last_seq = 301')
  expect(await create({ home: 1, expectedSeq: 301 })).toMatchObject({ ok: true })
  expect(await list()).toMatchObject([{ state: 'waiting' }, { state: 'stored', seq: 301 }])
  const { event } = await test.database.prisma.correction.findFirstOrThrow({ orderBy: { id: 'desc' } })
  expect(Date.parse((event as { occurredAt: string }).occurredAt)).toBeGreaterThan(now.getTime())
})

it('keeps a paused match paused, and refuses one that has not begun', async () => {
  await saveState({ status: 'paused', clock: { period: 1, seconds: 2_700 } })
  expect(await create()).toMatchObject({ ok: true })
  const { event } = await test.database.prisma.correction.findFirstOrThrow()
  const { broadcastEventSchema } = await import('@touchline/contracts')
  const { foldEvents } = await import('@touchline/match')
  const correction = broadcastEventSchema.parse(event)
  const halfTime = { ...correction, sourceEventId: 'half-time', type: 'period-ended' as const, payload: {} }
  const told = { ...halfTime, occurredAt: now.toISOString(), clock: { period: 1, seconds: 2_700 } }
  expect(foldEvents([told, correction]).state).toMatchObject({
    ...{ status: 'paused', clock: { period: 1, seconds: 2_700 }, score: { home: 2, away: 0 } },
  })
  await saveState({ status: 'scheduled' })
  const seen = await preview(1, 0)
  expect(seen.ok && seen.value.refusal).toMatch(/has not begun/)
  expect(await create()).toMatchObject({ code: 'state-conflict' })
})

it('refuses scores and reasons that can’t be', () => {
  const base = { matchId: 'm', home: 1, away: 0, expectedSeq: 1, reason: 'r' }
  const bad = [
    { home: -1 },
    { home: 100 },
    { away: 1.5 },
    { reason: '' },
    { kind: 'goal-scored' },
    { matchId: '../x' },
  ]
  for (const fields of bad)
    expect(createCorrectionInput.safeParse({ ...base, ...fields }).success).toBe(false)
  expect(matchIdSchema.safeParse('m').success).toBe(true)
})
