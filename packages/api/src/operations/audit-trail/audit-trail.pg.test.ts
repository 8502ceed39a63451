import { appendAudit, inTransaction } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { searchAuditInput, searchAuditTrail } from './search.ts'
import { verifyAuditInput, verifyAuditTrail } from './verify.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => asOwner('truncate audit_entries'))

/** As a database owner does it who wants to hide something: the triggers are off for the while. */
async function asOwner(...statements: readonly string[]): Promise<void> {
  await inTransaction(test.database.pool, async tx => {
    await tx.query('alter table audit_entries disable trigger user')
    for (const statement of statements) await tx.query(statement)
    await tx.query('alter table audit_entries enable trigger user')
  })
}

const write = (actorName: string, action: string, more: object = {}) =>
  inTransaction(test.database.pool, tx =>
    appendAudit(tx, {
      ...{ actorId: `id-${actorName}`, actorName, actorRole: 'operator', via: 'console', action },
      ...{ subjectKind: 'match', subjectId: 'm1', reason: 'because', details: { note: 'n' } },
      ...more,
    }),
  )
const search = async (input: object = {}) => {
  const found = await searchAuditTrail(test.database, searchAuditInput.parse(input))
  return found.ok ? found.value : expect.fail('always succeeds')
}
const verify = async (input: object = {}) => {
  const verified = await verifyAuditTrail(test.database, verifyAuditInput.parse(input))
  return verified.ok ? verified.value : expect.fail('always succeeds')
}
const ids = async (input: object) => (await search(input)).items.map(({ id }) => Number(id))
const writeFive = async () => {
  for (const [name, action] of [
    ['ann', 'replay.create'],
    ['ann', 'deadLetter.discard'],
    ['bob', 'replay.create'],
    ['bob', 'overload.set'],
    ['ann', 'overload.set'],
  ] as const) {
    await write(name, action)
  }
}

describe('search', () => {
  it('shows the newest first, with the hashes, page by page', async () => {
    expect(await search()).toEqual({ items: [], next: null, head: null })
    await writeFive()
    const first = await search({ limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual(['5', '4'])
    expect(first.head).toMatchObject({ id: '5', hash: first.items[0]?.hash })
    expect(first.items[0]).toMatchObject({
      actor: { id: 'id-ann', name: 'ann', role: 'operator' },
      subject: { kind: 'match', id: 'm1' },
      details: { note: 'n' },
      prevHash: first.items[1]?.hash,
    })
    const second = await search({ limit: 2, after: first.next })
    expect(second.items.map(({ id }) => id)).toEqual(['3', '2'])
    expect(await search({ limit: 2, after: second.next })).toMatchObject({ items: [{ id: '1' }], next: null })
  })

  it('finds by actor, action, subject, text and time, and by several of them', async () => {
    await writeFive()
    await write('ann', 'reveal.open', { subjectKind: 'dead-letter', subjectId: '17', reason: 'Ticket 100%' })
    const [{ at = '' } = {}] = (await search({ limit: 1 })).items
    expect(await ids({ actor: 'bob' })).toEqual([4, 3])
    expect(await ids({ action: 'overload.set', actor: 'ann' })).toEqual([5])
    expect(await ids({ subjectKind: 'dead-letter', subjectId: '17' })).toEqual([6])
    expect(await ids({ subjectKind: 'dead-letter' })).toEqual([6])
    expect(await ids({ text: 'TICKET 100%' })).toEqual([6])
    expect(await ids({ text: '%' })).toEqual([6])
    expect(await ids({ from: at, to: at })).toContain(6)
    expect(await ids({ to: '2020-01-01T00:00:00Z' })).toEqual([])
    expect(await ids({ actor: "' or 1=1 --" })).toEqual([])
  })

  it('looks at ten thousand entries at most, and says where to go on', async () => {
    await asOwner(`insert into audit_entries select n, now(), 'a', 'a', 'admin', 'cli', 'x.y', 'k', 's', '',
      case when n = 5 then '{"needle":1}' else '{}' end::json, '\\x00', '\\x00' from generate_series(1, 25000) n`)
    const first = await search({ text: 'needle' })
    expect(first).toMatchObject({ items: [], next: '15001' })
    const second = await search({ text: 'needle', after: first.next })
    expect(second).toMatchObject({ items: [], next: '5001' })
    expect(await search({ text: 'needle', after: second.next })).toMatchObject({
      items: [{ id: '5' }],
      next: null,
    })
  })

  it('refuses nonsense', () => {
    const bad = [{ after: 'x' }, { limit: 1_000 }, { from: 'yesterday' }, { text: 'a\u0000b' }]
    for (const input of bad) expect(searchAuditInput.safeParse(input).success).toBe(false)
  })
})

describe('verify', () => {
  it('finds a whole chain whole, and the noted hash in it', async () => {
    expect(await verify()).toMatchObject({ ok: true, checked: 0, next: null, head: null })
    await writeFive()
    const noted = (await search({ limit: 1 })).head?.hash ?? ''
    await write('ann', 'overload.set')
    expect(await verify({ head: noted })).toMatchObject({
      ...{ ok: true, checked: 6, lastId: '6', headAt: '5', faults: [], next: null },
      head: { id: '6' },
    })
    expect(await verify({ fromId: '4' })).toMatchObject({ ok: true, checked: 3 })
  })

  const tampered: [string, string, object][] = [
    ['changed', `update audit_entries set reason = 'other' where id = 3`, { id: '3', kind: 'changed' }],
    [
      'changed in its details',
      `update audit_entries set details = '{"note": "n"}' where id = 3`,
      { id: '3', kind: 'changed' },
    ],
    ['removed in the middle', 'delete from audit_entries where id = 3', { id: '4', kind: 'missing' }],
    ['removed at the beginning', 'delete from audit_entries where id = 1', { id: '2', kind: 'missing' }],
    [
      'inserted before all',
      `insert into audit_entries select 0, at, actor_id, actor_name, actor_role, via, action, subject_kind, subject_id,
        reason, details, prev_hash, hash from audit_entries where id = 1`,
      { id: '0', kind: 'out-of-order' },
    ],
    [
      'inserted at the end',
      `insert into audit_entries select 6, at, actor_id, actor_name, actor_role, via, action, subject_kind, subject_id,
        reason, details, prev_hash, hash from audit_entries where id = 5`,
      { id: '6', kind: 'changed' },
    ],
    [
      'inserted in the middle, all behind it moved',
      `with moved as (update audit_entries set id = id + 100 where id >= 3 returning 1) select count(*) from moved`,
      { id: '103', kind: 'missing' },
    ],
  ]
  it.each(tampered)('finds an entry that was %s', async (_name, statement, fault) => {
    await writeFive()
    await asOwner(statement)
    const verified = await verify()
    expect(verified.ok).toBe(false)
    expect(verified.faults[0]).toMatchObject(fault)
  })

  it('finds one that was changed and hashed anew, by the entry behind it', async () => {
    await writeFive()
    const { hashOfEntry, readAuditChain } = await import('@touchline/db')
    const third = (await readAuditChain(test.database, { afterId: '2', limit: 1 }))[0] ?? expect.fail('there')
    const hash = Buffer.from(hashOfEntry({ ...third, reason: 'other' })).toString('hex')
    await asOwner(`update audit_entries set reason = 'other', hash = '\\x${hash}' where id = 3`)
    expect((await verify()).faults).toMatchObject([{ id: '4', kind: 'unlinked' }])
  })

  it('finds a tail that was cut by the hash that somebody noted, and by nothing else', async () => {
    await writeFive()
    const noted = (await search({ limit: 1 })).head?.hash ?? ''
    await asOwner('delete from audit_entries where id >= 4')
    expect(await verify()).toMatchObject({ ok: true, checked: 3 })
    expect(await verify({ head: noted })).toMatchObject({ headAt: null, next: null })
  })

  it('goes on page by page, over a gap too', async () => {
    await asOwner(`insert into audit_entries select n, now(), 'a', 'a', 'admin', 'cli', 'x.y', 'k', 's', '',
      '{}', '\\x00', '\\x00' from generate_series(1, 4001) n where n <> 2002`)
    const first = await verify()
    expect(first).toMatchObject({ ok: false, checked: 2_000, next: '2001' })
    expect(first.faults).toHaveLength(50)
    const second = await verify({ fromId: first.next })
    expect(second).toMatchObject({ checked: 2_000, next: '4002' })
    expect(second.faults.map(({ kind }) => kind)).toContain('missing')
    expect(await verify({ fromId: second.next })).toMatchObject({ checked: 0, next: null })
  })
})
