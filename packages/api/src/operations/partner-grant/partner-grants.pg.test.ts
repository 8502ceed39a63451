import { readGrantsInForce } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { createPartnerGrant, createPartnerGrantInput, grantBounds } from './create.ts'
import { listAllPartnerGrants, listPartnerGrantsInput } from './list.ts'
import { revokePartnerGrant } from './revoke.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.pool.query('truncate partner_grants restart identity')
})

const ann = atCommandLine('ann')
const create = (pattern: string, more: object = {}) =>
  createPartnerGrant(test.database, createPartnerGrantInput.parse({ partner: 'acme', pattern, ...more }), ann)
const revoke = (id: string) => revokePartnerGrant(test.database, { id, reason: 'contract ended' }, ann)
const list = async (asked: object = {}) => {
  const page = await listAllPartnerGrants(test.database, listPartnerGrantsInput.parse(asked))
  return page.ok ? page.value : expect.fail('listed')
}
const lastEntry = () => test.database.prisma.auditEntry.findFirst({ orderBy: { id: 'desc' } })

it('grants a match or a pattern, and writes the audit entry with it', async () => {
  expect(await create('cup-*', { expiresInHours: 2 })).toMatchObject({
    value: { id: '1', partner: 'acme', pattern: 'cup-*', createdBy: 'ann', revokedAt: null },
  })
  expect(await lastEntry()).toMatchObject({
    ...{ action: 'partnerGrant.create', subjectKind: 'partner', subjectId: 'acme', actorName: 'ann' },
    details: { grantId: '1', pattern: 'cup-*' },
  })
  const [inForce] = await readGrantsInForce(test.database, 10)
  expect(inForce).toMatchObject({ partner: 'acme', pattern: 'cup-*' })
  expect((inForce?.expiresAtMs ?? 0) - Date.now()).toBeCloseTo(7_200_000, -5)
})

it('revokes a grant once, and writes why', async () => {
  await create('derby-1')
  expect(await revoke('1')).toMatchObject({ value: { id: '1', revokedBy: 'ann' } })
  expect(await lastEntry()).toMatchObject({
    ...{
      action: 'partnerGrant.revoke',
      reason: 'contract ended',
      details: { grantId: '1', pattern: 'derby-1' },
    },
  })
  expect(await readGrantsInForce(test.database, 10)).toEqual([])
  expect(await revoke('1')).toMatchObject({ code: 'state-conflict' })
  expect(await revoke('2')).toEqual({ ok: false, code: 'grant-not-found' })
})

it('makes one grant of the same at a time, also when asked for many times at once', async () => {
  const asked = await Promise.all([1, 2, 3, 4].map(() => create('derby-1')))
  expect(asked.filter(({ ok }) => ok)).toHaveLength(1)
  expect(asked.find(({ ok }) => !ok)).toMatchObject({
    code: 'state-conflict',
    faults: [{ path: 'pattern', message: 'this partner has it already: grant 1' }],
  })
  await revoke('1')
  expect(await create('derby-1')).toMatchObject({ ok: true })
})

it('writes nothing where it is refused', async () => {
  await create('derby-1')
  const before = await test.database.prisma.auditEntry.count()
  await create('derby-1')
  await revoke('9')
  expect(await test.database.prisma.auditEntry.count()).toBe(before)
})

it.each([
  ['acme', grantBounds.wildcardsOfPartner, 'm-%s-*', 'new-*', 'new-1'],
  ['acme', grantBounds.ofPartner, 'm-%s', 'new-1', undefined],
  ['other', grantBounds.all, 'm-%s', 'new-1', undefined],
])('bounds what is in force: %s, %i', async (partner, count, pattern, refused, taken) => {
  await test.database.pool.query(
    `insert into partner_grants (partner, pattern, created_by)
     select $1, format($2, n), 'ann' from generate_series(1, $3::int) n`,
    [partner, pattern, count],
  )
  expect(await create(refused)).toMatchObject({ code: 'state-conflict', faults: [{ path: 'pattern' }] })
  if (taken !== undefined) expect(await create(taken)).toMatchObject({ ok: true })
  await test.database.pool.query('update partner_grants set expires_at = now()')
  expect(await create(refused)).toMatchObject({ ok: true })
})

it('pages through grants, each once, and leaves out on request what is not in force', async () => {
  for (let n = 1; n <= 5; n++) await create(`m-${n}`)
  await create('m-1', { partner: 'other' })
  await revoke('2')
  const first = await list({ partner: 'acme', limit: 3 })
  const second = await list({ partner: 'acme', limit: 3, after: first.next ?? undefined })
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['5', '4', '3', '2', '1'])
  expect(second.next).toBeNull()
  expect((await list({ partner: 'acme', inForceOnly: true })).items.map(({ id }) => id)).not.toContain('2')
})

it.each(['', 'a b', 'x'.repeat(65), 'ä', 'a\u0000'])('takes no pattern %j', pattern => {
  expect(createPartnerGrantInput.safeParse({ partner: 'acme', pattern }).success).toBe(false)
})
