import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Actor, atCommandLine } from '../actor.ts'
import { listSavedViewsInput, listViews } from './list.ts'
import { removeView } from './remove.ts'
import { saveView, saveViewInput, viewsPerPerson } from './save.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate saved_views'))

const ann = atCommandLine('ann')
const bob = atCommandLine('bob')
const save = (actor: Actor, name: string, more: object = {}) =>
  saveView(
    test.database,
    saveViewInput.parse({ page: 'dead-letters', name, query: '?state=dead', ...more }),
    actor,
  )
const names = async (actor: Actor, page = 'dead-letters') => {
  const listed = await listViews(test.database, listSavedViewsInput.parse({ page }), actor)
  if (!listed.ok) return expect.fail('always succeeds')
  return listed.value.items.map(({ name, mine }) => `${name}${mine ? '' : ' (theirs)'}`)
}
const idOf = async (saving: ReturnType<typeof save>) => {
  const saved = await saving
  return saved.ok ? saved.value.id : expect.fail('saved')
}

/** Runs all at once: each gets as far as the others let it before the audit's lock, held here, is let go. */
async function atOnce<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const holder = await test.database.pool.connect()
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(727201)')
  const running = Promise.all(works.map(work => work()))
  await vi.waitFor(
    async () => {
      const { rows } = await holder.query(
        `select count(*)::int as n from pg_locks where not granted
           and database = (select oid from pg_database where datname = current_database())`,
      )
      expect(rows).toEqual([{ n: works.length }])
    },
    { timeout: 4_000 },
  )
  await holder.query('rollback')
  holder.release()
  return running
}

it('keeps views by person and page, and shows those that others share', async () => {
  await save(ann, 'Goals')
  await save(ann, 'Cards', { shared: true })
  await save(bob, 'bob only')
  await save(bob, 'bob for all', { shared: true })
  await save(ann, 'elsewhere', { page: 'events' })
  expect(await names(ann)).toEqual(['Cards', 'Goals', 'bob for all (theirs)'])
  expect(await names(bob)).toEqual(['bob for all', 'bob only', 'Cards (theirs)'])
  expect(await names(ann, 'events')).toEqual(['elsewhere'])
})

it("replaces one's own of the same name, and nobody else's", async () => {
  const id = await idOf(save(ann, 'v'))
  expect(await idOf(save(ann, ' v ', { query: '?state=expired' }))).toBe(id)
  await save(bob, 'v')
  expect(await names(ann)).toEqual(['v'])
})

it("removes one's own alone, and writes down both", async () => {
  const before = await test.database.prisma.auditEntry.count()
  const id = await idOf(save(ann, 'v', { shared: true }))
  expect(await removeView(test.database, { id }, bob)).toEqual({ ok: false, code: 'not-found' })
  expect(await removeView(test.database, { id: '999' }, ann)).toMatchObject({ code: 'not-found' })
  expect(await names(bob)).toEqual(['v (theirs)'])
  expect(await removeView(test.database, { id }, ann)).toEqual({ ok: true, value: { id } })
  const entries = await test.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' }, skip: before })
  expect(entries).toMatchObject([
    { action: 'savedView.save', actorName: 'ann', subjectKind: 'saved-view', subjectId: id },
    { action: 'savedView.remove', actorName: 'ann', subjectId: id },
  ])
})

it('holds a hundred of a person, however they are saved', async () => {
  await test.database.pool.query(
    `insert into saved_views (user_id, page, name, query) select $1, 'events', 'v' || n, '' from generate_series(1, $2) n`,
    [ann.id, viewsPerPerson - 1],
  )
  const all = await atOnce(Array.from({ length: 6 }, (_, n) => () => save(ann, `last ${n}`)))
  expect(all.filter(({ ok }) => ok)).toHaveLength(1)
  expect(all.find(({ ok }) => !ok)).toMatchObject({ code: 'state-conflict', faults: [{ path: 'name' }] })
  expect((await save(ann, 'v1', { page: 'events' })).ok).toBe(true)
  expect((await save(bob, 'his first')).ok).toBe(true)
})

it('takes queries as a browser writes them, and nothing else', () => {
  const base = { page: 'dead-letters', name: 'n' }
  const ok = (query: string) => saveViewInput.safeParse({ ...base, query }).success
  for (const query of ['', '?a=b', '?a=b&c=', '?from=2026-05-01T19:00:00Z..&text=%22x%22', '?a=b,c&j={}']) {
    expect([query, ok(query)]).toEqual([query, true])
  }
  const bad = [
    'a=b',
    '?',
    '?a',
    '?a=b#c',
    '//evil.example?a=b',
    '?a=b c',
    '?a=<b>',
    '?a=b\n',
    '?a=javascript:x&',
  ]
  for (const query of [...bad, `?a=${'b'.repeat(2_000)}`]) expect([query, ok(query)]).toEqual([query, false])
  for (const page of ['', '../x', 'Dead', '/console']) {
    expect(saveViewInput.safeParse({ ...base, page, query: '' }).success).toBe(false)
  }
  for (const name of ['', '  ', 'a\u0000', 'x'.repeat(81)]) {
    expect(saveViewInput.safeParse({ ...base, name, query: '' }).success).toBe(false)
  }
})
