import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { abortReplay } from './abort.ts'
import { createReplay, createReplayInput } from './create.ts'
import { decideReplay } from './decide.ts'
import { resumeReplay } from './resume.ts'
import { showReplay } from './show.ts'

const ann: Actor = { id: 'u-ann', name: 'ann@example.org', role: 'operator', via: 'console' }
const bob: Actor = { ...ann, id: 'u-bob', name: 'bob@example.org' }
const id = '1'
let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query('truncate dead_letters, replays restart identity cascade')
  await buryLetters(
    test.database.pool,
    Array.from({ length: 501 }, () => deadLetter()),
  )
})

const create = (asked: object = {}) =>
  createReplay(
    test.database,
    createReplayInput.parse({ query: { matchId: 'm1' }, mode: 'live', reason: 'mended', ...asked }),
    ann,
  )
const decide = (actor: Actor, approve: boolean) =>
  decideReplay(test.database, { id, approve, reason: 'looked at it' }, actor)
const row = () => test.database.prisma.replay.findUniqueOrThrow({ where: { id: BigInt(id) } })
const decisions = async () =>
  (
    await test.database.pool.query(
      "select actor_name as by, details from audit_entries where action = 'replay.decide' order by id",
    )
  ).rows

it('a live replay of more than 500 letters waits for somebody else, a smaller or a dry one does not', async () => {
  expect(await create()).toMatchObject({ ok: true, value: { total: 501, state: 'awaiting_approval' } })
  expect(await create({ mode: 'dry_run' })).toMatchObject({ value: { total: 501, state: 'pending' } })
  await test.database.pool.query("update dead_letters set state = 'expired' where id = 1")
  expect(await create()).toMatchObject({ value: { total: 500, state: 'pending' } })
})

it('is begun by another person alone, whatever the case of the name', async () => {
  await create()
  expect(await decide(ann, true)).toEqual({ ok: false, code: 'approval-by-another' })
  expect(await decide({ ...ann, name: 'Ann@Example.org' }, true)).toMatchObject({
    code: 'approval-by-another',
  })
  expect((await row()).state).toBe('awaiting_approval')
  expect(await decide(bob, true)).toEqual({ ok: true, value: { id, state: 'pending' } })
  expect(await row()).toMatchObject({ state: 'pending', decidedBy: bob.name, decidedAt: expect.any(Date) })
  expect(await decisions()).toEqual([
    { by: bob.name, details: { approve: true, state: 'pending', total: 501, requestedBy: ann.name } },
  ])
  expect(await decide(bob, false)).toEqual({ ok: false, code: 'state-conflict' })
  const unknown = await decideReplay(test.database, { id: '9', approve: true, reason: 'r' }, bob)
  expect(unknown).toEqual({ ok: false, code: 'replay-not-found' })
})

it('is declined for good, with the reason', async () => {
  await create()
  expect(await decide(bob, false)).toEqual({ ok: true, value: { id, state: 'declined' } })
  expect(await showReplay(test.database, { id }, new Date())).toMatchObject({
    value: {
      state: 'declined',
      stopReason: 'looked at it',
      decidedBy: bob.name,
      finishedAt: expect.any(String),
    },
  })
  expect(await resumeReplay(test.database, { id }, ann)).toEqual({ ok: false, code: 'state-conflict' })
  expect(await abortReplay(test.database, { id }, ann)).toEqual({ ok: false, code: 'state-conflict' })
})

it('that is aborted can be resumed only where it was approved', async () => {
  await create()
  expect(await abortReplay(test.database, { id }, ann)).toMatchObject({ ok: true })
  expect(await resumeReplay(test.database, { id }, ann)).toEqual({ ok: false, code: 'state-conflict' })
  expect((await row()).state).toBe('aborted')
  await test.database.pool.query("update replays set state = 'awaiting_approval'")
  await decide(bob, true)
  await abortReplay(test.database, { id }, ann)
  expect(await resumeReplay(test.database, { id }, ann)).toMatchObject({
    ok: true,
    value: { state: 'pending' },
  })
})

it('is decided once, however many decide at once', async () => {
  await create()
  const others = Array.from({ length: 6 }, (_, n) => ({ ...bob, name: `p${n}@example.org` }))
  const before = (await decisions()).length
  const results = await Promise.all(others.map((one, n) => decide(one, n % 2 === 0)))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await decisions()).length - before).toBe(1)
})

it('tells in the end what came of it', async () => {
  await create()
  await test.database.pool.query(
    `update replays set state = 'finished', started_at = now() - interval '60 s', finished_at = now() - interval '10 s';
     update replay_items set sent_at = now(), settled_at = now(), outcome = 'recovered', edited = case when ordinal = 1 then 'x'::bytea end;
     update replay_items set outcome = 'superseded', seq = 7, message = 'replaced by event 1:7' where ordinal <= 3`,
  )
  expect(await showReplay(test.database, { id }, new Date())).toMatchObject({
    value: {
      progress: { outcomes: { recovered: 498, superseded: 3 } },
      report: {
        durationSeconds: 50,
        settledPerSecond: 10,
        corrected: 1,
        superseded: [{ matchId: 'm1', seq: 7, message: 'replaced by event 1:7', letters: 3 }],
      },
    },
  })
})
