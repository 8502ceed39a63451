import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { groupDeadLetters, groupDeadLettersInput } from '../dead-letter/groups.ts'
import { addGroupNote } from './add-note.ts'
import { showDeadLetterGroup } from './show.ts'
import { updateDeadLetterGroup, updateGroupInput } from './update.ts'

const ann: Actor = { id: 'u-ann', name: 'ann@example.org', role: 'operator', via: 'console' }
const [one, two] = ['1'.repeat(32), '2'.repeat(32)]
let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query(
    'truncate dead_letters, replays, letter_groups, letter_group_notes restart identity cascade',
  )
  await bury(one, -120)
  await bury(one, -60, 'b2')
  await bury(two, -30)
})

const bury = (fingerprint: string, minutes: number, build = 'b1') => {
  const lastFailedAtMs = Date.now() + minutes * 60_000
  return buryLetters(test.database.pool, [
    deadLetter({ fingerprint, build, lastFailedAtMs, firstFailedAtMs: lastFailedAtMs }),
  ])
}
const update = (asked: object) =>
  updateDeadLetterGroup(
    test.database,
    updateGroupInput.parse({ fingerprint: one, version: 0, reason: 'r', ...asked }),
    ann,
  )
const groups = async (asked: object = {}, now = new Date()) => {
  const found = await groupDeadLetters(test.database, groupDeadLettersInput.parse(asked), now)
  if (!found.ok) throw new Error('no groups')
  return found.value
}
const standings = async (now?: Date) =>
  Object.fromEntries((await groups({}, now)).items.map(({ fingerprint, state }) => [fingerprint[0], state]))
const lastEntry = async () =>
  (
    await test.database.pool.query(
      'select action, subject_id as id, details from audit_entries order by audit_entries.id desc limit 1',
    )
  ).rows[0]

it('tells of each group its life, its trend and what people made of it', async () => {
  expect(await groups()).toMatchObject({
    more: false,
    items: [
      {
        fingerprint: one,
        letters: 2,
        state: 'unresolved',
        owner: null,
        notes: 0,
        version: 0,
        builds: ['b1', 'b2'],
      },
      { fingerprint: two, letters: 1, state: 'unresolved' },
    ],
  })
  const hour = { from: new Date(Date.now() - 130 * 60_000).toISOString(), to: new Date().toISOString() }
  const { items, trend } = await groups({ filter: hour, sort: 'last-failed', limit: 1 })
  expect(items).toMatchObject([{ fingerprint: two }])
  expect(trend).toEqual(hour)
  expect(items[0]?.trend).toHaveLength(24)
  expect(items[0]?.trend.indexOf(1)).toBe(18)
  expect((await groups({ limit: 1 })).more).toBe(true)
})

it('resolved is regressed when a letter dies of the same again', async () => {
  expect(await update({ state: 'resolved', owner: 'bob@example.org' })).toMatchObject({
    ok: true,
    value: {
      state: 'resolved',
      version: 1,
      resolvedBuild: 'b2',
      owner: 'bob@example.org',
      updatedBy: ann.name,
    },
  })
  expect(await lastEntry()).toMatchObject({
    action: 'deadLetterGroup.update',
    id: one,
    details: { state: 'resolved', owner: 'bob@example.org', fromVersion: 0 },
  })
  expect(await standings()).toEqual({ 1: 'resolved', 2: 'unresolved' })
  await bury(one, 1)
  expect(await standings()).toEqual({ 1: 'regressed', 2: 'unresolved' })
  for (const [groupState, found] of [
    ['regressed', [one]],
    ['unresolved', [two]],
    ['resolved', []],
    ['ignored', []],
  ]) {
    const { items } = await groups({ filter: { groupState } })
    expect(items.map(({ fingerprint }) => fingerprint)).toEqual(found)
  }
  const old = { to: new Date(Date.now() - 90 * 60_000).toISOString() }
  expect((await groups({ filter: old })).items).toMatchObject([{ letters: 1, state: 'regressed' }])
})

it('ignored comes back by itself', async () => {
  await update({ state: 'ignored', ignoreForHours: 2 })
  expect(await standings()).toMatchObject({ 1: 'ignored' })
  expect(await standings(new Date(Date.now() + 2.1 * 3_600_000))).toMatchObject({ 1: 'unresolved' })
  await update({ state: 'ignored', version: 1 })
  expect(await standings(new Date(Date.now() + 9e9))).toMatchObject({ 1: 'ignored' })
})

it('is changed from what was seen, or not at all', async () => {
  const [first, second] = await Promise.all([update({ owner: 'a' }), update({ owner: 'b' })])
  expect([first.ok, second.ok].sort()).toEqual([false, true])
  const refused = [first, second].find(({ ok }) => !ok)
  expect(refused).toEqual({ ok: false, code: 'edited-meanwhile' })
  expect(await update({ owner: null, version: 1 })).toMatchObject({
    ok: true,
    value: { owner: null, version: 2 },
  })
  expect(await update({ state: 'resolved', version: 1 })).toEqual({ ok: false, code: 'edited-meanwhile' })
  const unknown = await update({ fingerprint: 'f'.repeat(32), owner: 'a' })
  expect(unknown).toEqual({ ok: false, code: 'dead-letter-not-found' })
  expect(await test.database.prisma.letterGroup.count()).toBe(1)
  for (const asked of [
    {},
    { owner: 'a', ignoreForHours: 1 },
    { state: 'ignored', ignoreForHours: 0 },
    { fingerprint: 'x' },
  ])
    expect(updateGroupInput.safeParse({ fingerprint: one, version: 0, reason: 'r', ...asked }).success).toBe(
      false,
    )
})

it('is shown with its notes and its replays, also when its letters are gone', async () => {
  const note = await addGroupNote(test.database, { fingerprint: one, text: '<b>seen</b> before' }, ann)
  expect(note).toMatchObject({ ok: true, value: { by: ann.name, text: '<b>seen</b> before' } })
  expect(await lastEntry()).toMatchObject({
    action: 'deadLetterGroup.addNote',
    id: one,
    details: { note: '1' },
  })
  await test.database.pool.query(
    `insert into replays (mode, query, reason, requested_by, rate_per_second, canary, total)
       values ('live', '{}', 'fixed', 'ann', 1, false, 2);
     insert into replay_items (replay_id, dead_letter_id, ordinal) values (1, 1, 1), (1, 2, 2)`,
  )
  const show = (fingerprint: string) => showDeadLetterGroup(test.database, { fingerprint }, new Date())
  expect(await show(one)).toMatchObject({
    ok: true,
    value: {
      group: { letters: 2, notes: 1 },
      notes: [{ text: '<b>seen</b> before' }],
      replays: [{ id: '1', letters: 2 }],
    },
  })
  await update({ state: 'resolved' })
  await test.database.pool.query("update dead_letters set fingerprint = repeat('9', 32)")
  expect(await show(one)).toMatchObject({ ok: true, value: { group: null, notes: [{}], replays: [] } })
  expect(await show('f'.repeat(32))).toEqual({ ok: false, code: 'dead-letter-not-found' })
  const stranger = await addGroupNote(test.database, { fingerprint: 'f'.repeat(32), text: 't' }, ann)
  expect(stranger).toEqual({ ok: false, code: 'dead-letter-not-found' })
})
