import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendAudit, inTransaction } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { runCommand } from './testing/run-command.ts'

let test: TestDatabase
let folder: string
beforeAll(async () => {
  test = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'touchline-audit-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await test.drop()
})

let runs = 0
const fresh = () => {
  runs += 1
  return join(folder, `export-${runs}.jsonl`)
}

beforeEach(async () => {
  await asOwner('truncate audit_entries')
  for (const reason of ['one', 'two', 'three', 'four', 'fünf\n"5"']) {
    await inTransaction(test.database.pool, tx =>
      appendAudit(tx, {
        ...{ actorId: 'a', actorName: 'ann', actorRole: 'operator', via: 'console', action: 'overload.set' },
        ...{ subjectKind: 'control', subjectId: 'overload', reason, details: { n: 1, text: 'ü' } },
      }),
    )
  }
})

/** As a database owner who switches the triggers off for the while. */
const asOwner = (statement: string) =>
  inTransaction(test.database.pool, async tx => {
    await tx.query('alter table audit_entries disable trigger user')
    await tx.query(statement)
    await tx.query('alter table audit_entries enable trigger user')
  })

const inDatabase = (...args: string[]) => runCommand('audit-verify', args, { DATABASE_URL: test.url })
/** Without any database to go to. */
const offline = (...args: string[]) =>
  runCommand('audit-verify', args, { TOUCHLINE_DATA: join(folder, 'nothing-here') })
const head = async () => {
  const { out } = await inDatabase('--json')
  return (JSON.parse(out) as { head: { hash: string } }).head.hash
}

it('finds a whole chain whole, in the database and in its export, which nobody else may read', async () => {
  const file = fresh()
  const noted = await head()
  expect(await inDatabase('--export', file, '--head', noted)).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^5 entries checked\nentry 5 has the noted hash\nthe last entry is 5 [\s\S]*chain is whole\n$/,
    ),
  })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(5)
  expect(await offline('--file', file, '--head', noted)).toMatchObject({ code: 0 })
  expect(await inDatabase('--export', file)).toMatchObject({
    code: 2,
    err: expect.stringContaining('EEXIST'),
  })
})

it.each([
  ['changed', `update audit_entries set reason = 'x' where id = 2`, /BROKEN at 2: changed/],
  ['removed', 'delete from audit_entries where id = 2', /BROKEN at 3: missing; entry 2 is not there/],
  [
    'inserted',
    `insert into audit_entries select 6, at, actor_id, actor_name, actor_role, via, action, subject_kind, subject_id, reason,
      details, prev_hash, hash from audit_entries where id = 5`,
    /BROKEN at 6: changed/,
  ],
])('finds an entry that was %s, in the database and in its export', async (_name, statement, told) => {
  await asOwner(statement)
  const file = fresh()
  expect(await inDatabase('--export', file)).toMatchObject({ code: 1, out: expect.stringMatching(told) })
  expect(await offline('--file', file)).toMatchObject({ code: 1, out: expect.stringMatching(told) })
})

it('finds a tail that was cut, by the hash that somebody noted', async () => {
  const noted = await head()
  await asOwner('delete from audit_entries where id >= 4')
  expect(await inDatabase()).toMatchObject({ code: 0 })
  const cut = await inDatabase('--head', noted, '--json')
  expect(cut.code).toBe(1)
  expect(JSON.parse(cut.out)).toMatchObject({ ok: false, checked: 3, faultCount: 0, notedAt: null })
})

it('finds lines that were changed, removed, doubled or moved in an export', async () => {
  const file = fresh()
  await inDatabase('--export', file)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const [one = '', two = '', three = '', ...rest] = lines
  const tampered = [
    [one, two.replace('"two"', '"2"'), three, ...rest],
    [one, three, ...rest],
    [one, two, two, three, ...rest],
    [one, three, two, ...rest],
  ]
  for (const changed of tampered) {
    const other = fresh()
    writeFileSync(other, changed.join('\n'))
    expect(await offline('--file', other)).toMatchObject({ code: 1, out: expect.stringContaining('BROKEN') })
  }
})

it('says what it could not do, and helps', async () => {
  const file = fresh()
  writeFileSync(file, '{"id":"1"}\n')
  const refusals: [string[], RegExp][] = [
    [['--file', file], /line 1 is no entry/],
    [['--file', join(folder, 'none')], /ENOENT/],
    [['--file', file, '--export', file], /an export already/],
    [['--file', file, '--head', 'abc'], /64 hexadecimal/],
    [['--what'], /--what/],
    [[], /there is no database/],
  ]
  for (const [args, told] of refusals) {
    expect(await offline(...args)).toMatchObject({ code: 2, err: expect.stringMatching(told) })
  }
  expect(await offline('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('usage: npm run audit:verify'),
  })
})
