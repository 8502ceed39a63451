import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, atCommandLine } from '../actor.ts'
import { changeRole } from './change-role.ts'
import { disablePerson } from './disable.ts'
import { enablePerson } from './enable.ts'
import { ensureFirstAdmin } from './first-admin.ts'
import { invitePerson, invitePersonInput } from './invite.ts'
import { listAllPeople, listPeopleInput } from './list.ts'
import { resetPassword } from './reset-password.ts'
import { resetSecondFactor } from './reset-second-factor.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const cli = atCommandLine('op')
const reason = 'for a test'

async function invite(email: string, role = 'operator') {
  const made = await invitePerson(test.database, invitePersonInput.parse({ email, role }), cli)
  if (!made.ok) throw new Error(made.code)
  return { id: made.value.person.id, oneTimePassword: made.value.oneTimePassword }
}
const adminOf = (id: string): Actor => ({ id, name: 'admin@example.com', role: 'admin', via: 'console' })

async function signInAs(userId: string): Promise<void> {
  const expiresAt = new Date(Date.now() + 60_000)
  const id = `${userId}-${Math.random()}`.slice(0, 60)
  await test.database.prisma.session.create({ data: { id, token: id, userId, expiresAt } })
}
const sessionsOf = (userId: string) => test.database.prisma.session.count({ where: { userId } })
const trail = () => test.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })
const statement = (text: string, ...values: unknown[]) => test.database.pool.query(text, values)

describe('the first admin', () => {
  it('is made once, however many start together, and waits until the password is changed', async () => {
    const starts = await Promise.all(
      [1, 2, 3].map(() => ensureFirstAdmin(test.database, 'first@example.com')),
    )
    const made = starts.filter(({ kind }) => kind === 'made')
    expect(made).toMatchObject([{ email: 'first@example.com' }])
    expect(JSON.stringify(made)).toMatch(/"[a-z2-9]{4}(-[a-z2-9]{4}){4}"/)
    const again = () => ensureFirstAdmin(test.database, 'first@example.com')
    expect(await again()).toEqual({ kind: 'waiting', email: 'first@example.com' })
    await statement(`update users set must_change_password = false where email = 'first@example.com'`)
    expect(await again()).toEqual({ kind: 'present' })
    expect(await ensureFirstAdmin(test.database, 'other@example.com')).toEqual({ kind: 'present' })
  })
})

describe('people', () => {
  it('are invited with a password that stands nowhere, and an address that nobody else has', async () => {
    const { oneTimePassword, id } = await invite('Ann@Example.com')
    const [entry] = (await trail()).filter(({ subjectId }) => subjectId === id)
    expect(entry).toMatchObject({ action: 'person.invite', via: 'cli', actorName: 'op' })
    const stored = await statement(
      'select users::text, auth_accounts::text from users join auth_accounts on user_id = users.id',
    )
    expect(
      JSON.stringify(stored.rows) + JSON.stringify((await trail()).map(one => one.details)),
    ).not.toContain(oneTimePassword)
    const taken = invitePersonInput.parse({ email: 'ANN@example.com', role: 'viewer' })
    expect(await invitePerson(test.database, taken, cli)).toEqual({ ok: false, code: 'address-taken' })
    for (const email of [
      'ann',
      'a@b',
      `${'x'.repeat(130)}@example.com`,
      'a b@example.com',
      'ann@exa\u0000mple.com',
    ])
      expect(invitePersonInput.safeParse({ email, role: 'viewer' }).success).toBe(false)
    expect(invitePersonInput.safeParse({ email: 'x@example.com', role: 'fan' }).success).toBe(false)
  })

  it('are disabled with all their sessions, and enabled without any', async () => {
    const { id } = await invite('dan@example.com')
    await signInAs(id)
    const disabled = await disablePerson(test.database, { id, reason }, cli)
    expect(disabled).toMatchObject({ ok: true, value: { disabledAt: expect.any(String) as string } })
    expect(await sessionsOf(id)).toBe(0)
    expect(await disablePerson(test.database, { id, reason }, cli)).toEqual({
      ok: false,
      code: 'state-conflict',
    })
    expect(await enablePerson(test.database, { id, reason }, cli)).toMatchObject({
      ok: true,
      value: { disabledAt: null },
    })
    expect(await enablePerson(test.database, { id, reason }, cli)).toEqual({
      ok: false,
      code: 'state-conflict',
    })
    const told = (await trail())
      .filter(({ subjectId }) => subjectId === id)
      .map(({ action, reason }) => [action, reason])
    expect(told.slice(1)).toEqual([
      ['person.disable', reason],
      ['person.enable', reason],
    ])
  })

  it('who are fans are kept out of the gateways too, until they are enabled', async () => {
    await statement(`insert into users (id, name, email) values ('fan-1', 'Fan', 'fan@example.com')`)
    await statement(`insert into auth_accounts (id, account_id, provider_id, user_id, password)
                     values ('a-1', 'fan-1', 'credential', 'fan-1', 'x')`)
    const inForce = () =>
      test.database.prisma.revocation.findMany({
        where: { subject: 'fan-1', OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
      })
    await disablePerson(test.database, { id: 'fan-1', reason }, cli)
    expect(await inForce()).toMatchObject([{ kind: 'fan', expiresAt: null }])
    await enablePerson(test.database, { id: 'fan-1', reason }, cli)
    expect(await inForce()).toEqual([])
    expect(await changeRole(test.database, { id: 'fan-1', reason, role: 'admin' }, cli)).toEqual({
      ok: false,
      code: 'state-conflict',
    })
  })

  it('sign in anew with another role, a new password or without their second factor', async () => {
    const { id } = await invite('rob@example.com', 'support')
    await statement(
      'update users set two_factor_enabled = true, must_change_password = false where id = $1',
      id,
    )
    await statement(
      `insert into two_factors (id, secret, backup_codes, user_id) values ('t', 's', 'b', $1)`,
      id,
    )
    await signInAs(id)
    expect(await changeRole(test.database, { id, reason, role: 'viewer' }, cli)).toMatchObject({
      value: { role: 'viewer' },
    })
    expect(await sessionsOf(id)).toBe(0)
    await signInAs(id)
    const before = await test.database.prisma.authAccount.findFirstOrThrow({ where: { userId: id } })
    const reset = await resetPassword(test.database, { id, reason }, cli)
    expect(reset).toMatchObject({ ok: true, value: { person: { mustChangePassword: true } } })
    const after = await test.database.prisma.authAccount.findFirstOrThrow({ where: { userId: id } })
    expect(after.password).not.toBe(before.password)
    expect(await sessionsOf(id)).toBe(0)
    await signInAs(id)
    expect(await resetSecondFactor(test.database, { id, reason }, cli)).toMatchObject({ ok: true })
    expect(await sessionsOf(id)).toBe(0)
    expect(await test.database.prisma.twoFactor.count({ where: { userId: id } })).toBe(0)
    expect(await resetSecondFactor(test.database, { id, reason }, cli)).toEqual({
      ok: false,
      code: 'state-conflict',
    })
  })

  it('do none of this to themselves, or to nobody', async () => {
    const { id } = await invite('self@example.com', 'admin')
    for (const act of [disablePerson, enablePerson, resetPassword, resetSecondFactor]) {
      expect(await act(test.database, { id, reason }, adminOf(id))).toEqual({
        ok: false,
        code: 'not-yourself',
      })
      expect(await act(test.database, { id: 'nobody', reason }, cli)).toEqual({
        ok: false,
        code: 'person-not-found',
      })
    }
    const demote = { id, reason, role: 'viewer' } as const
    expect(await changeRole(test.database, demote, adminOf(id))).toEqual({ ok: false, code: 'not-yourself' })
  })

  it('keep an admin, even if the last two demote or disable each other at the same time', async () => {
    await statement(`update users set role = 'viewer' where role = 'admin'`)
    const [one, two] = [await invite('one@example.com', 'admin'), await invite('two@example.com', 'admin')]
    const [first, second] = await Promise.all([
      changeRole(test.database, { id: two.id, reason, role: 'viewer' }, adminOf(one.id)),
      disablePerson(test.database, { id: one.id, reason }, adminOf(two.id)),
    ])
    expect([first.ok, second.ok].toSorted()).toEqual([false, true])
    expect([first, second]).toContainEqual({ ok: false, code: 'last-admin' })
    const left = first.ok ? one.id : two.id
    expect(await disablePerson(test.database, { id: left, reason }, cli)).toEqual({
      ok: false,
      code: 'last-admin',
    })
    expect(await changeRole(test.database, { id: left, reason, role: 'support' }, cli)).toEqual({
      ok: false,
      code: 'last-admin',
    })
  })

  it('are listed by address, in pages, with when they were last here', async () => {
    const emails: string[] = []
    let after: string | undefined
    do {
      const page = await listAllPeople(test.database, listPeopleInput.parse({ limit: 3, after }))
      if (!page.ok) throw new Error('no page')
      emails.push(...page.value.items.map(({ email }) => email))
      after = page.value.next ?? undefined
    } while (after !== undefined)
    expect(emails).toEqual([...new Set(emails)])
    expect(emails).toContain('ann@example.com')
    expect(emails).not.toContain('fan@example.com')
    const fans = await listAllPeople(
      test.database,
      listPeopleInput.parse({ kind: 'fans', text: 'FAN@example.com' }),
    )
    expect(fans).toMatchObject({
      value: { items: [{ id: 'fan-1', role: 'fan', lastSeenAt: null }], next: null },
    })
    const found = await listAllPeople(test.database, listPeopleInput.parse({ text: '%' }))
    expect(found).toMatchObject({ value: { items: [] } })
  })
})
