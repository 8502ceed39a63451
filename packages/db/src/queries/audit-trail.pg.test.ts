import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../database.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type AuditRecord, appendAudit, type ChainedEntry, chainStart, hashOfEntry } from './audit-trail.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const record = (subjectId: string, details: AuditRecord['details'] = {}): AuditRecord => ({
  ...{ actorId: 'u1', actorName: 'ann@example.org', actorRole: 'operator', via: 'console' },
  ...{ action: 'replay.create', subjectKind: 'replay', subjectId, reason: 'mended “it”\n', details },
})
const append = (entry: AuditRecord) => inTransaction(test.database.pool, tx => appendAudit(tx, entry))

async function entries(): Promise<ChainedEntry[]> {
  const { rows } = await test.database.pool.query<ChainedEntry & { time: Date }>(
    `select id, at as time, actor_id as "actorId", actor_name as "actorName", actor_role as "actorRole", via, action,
       subject_kind as "subjectKind", subject_id as "subjectId", reason, details::text as details,
       prev_hash as "prevHash", hash
     from audit_entries order by id`,
  )
  return rows.map(({ time, ...row }) => ({ ...row, at: time.toISOString() }))
}
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex')

describe('the audit', () => {
  it('is one chain without gaps, however many write at once, and each hash can be made again', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => append(record(String(n), { n, text: 'é"\\u2028' }))),
    )
    const chain = await entries()
    expect(chain.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, n) => String(n + 1)))
    for (const [index, entry] of chain.entries()) {
      expect(hex(entry.prevHash)).toBe(hex(index === 0 ? chainStart : chain[index - 1]?.hash))
      expect(hex(hashOfEntry(entry))).toBe(hex(entry.hash))
    }
  })

  it('has nothing of a change that was rolled back', async () => {
    const before = await entries()
    const failing = inTransaction(test.database.pool, async tx => {
      await appendAudit(tx, record('lost'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await entries()).toEqual(before)
    await append(record('kept'))
    expect((await entries()).at(-1)).toMatchObject({ id: String(before.length + 1), subjectId: 'kept' })
  })

  it.each([
    "update audit_entries set reason = 'another' where id = 3",
    'delete from audit_entries where id = 3',
    'truncate audit_entries',
  ])('refuses: %s', async statement => {
    await expect(test.database.pool.query(statement)).rejects.toThrow('never changed or removed')
  })

  it.each(Object.keys(record('x')) as (keyof AuditRecord)[])(
    'has another hash where %s is another',
    field => {
      const entry = {
        ...record('x'),
        details: '{}',
        id: '1',
        at: '2026-05-01T19:00:00.000Z',
        prevHash: chainStart,
      }
      expect(hex(hashOfEntry({ ...entry, [field]: '{"other":1}' }))).not.toBe(hex(hashOfEntry(entry)))
    },
  )

  it('keeps of details that are too large how large they were', async () => {
    await append(record('large', { text: 'x'.repeat(20_000) }))
    expect(JSON.parse((await entries()).at(-1)?.details ?? '')).toEqual({ tooLargeBytes: 20_011 })
  })
})
