import { describe, expect, it } from 'vitest'
import { atCommandLine } from '../../operations/actor.ts'
import { resetPassword } from '../../operations/person/reset-password.ts'
import { signIn, signUp, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser } from './testing/browser.ts'
import { enrol, makeOperator, oneTimePassword } from './testing/people.ts'
import { totpOf } from './testing/totp.ts'

const house = useAuthHouse()
const change = (set: string, email: string) =>
  house.test.database.pool.query(`update users set ${set} where email = $1`, [email])
const inAs = async (email: string, password = oneTimePassword) =>
  (await signIn(createBrowser(house.auth), email, password)).status

async function reset(id: string): Promise<string> {
  const input = { id, reason: 'asked for it' }
  const given = await resetPassword(house.test.database, input, atCommandLine('op'))
  if (!given.ok) throw new Error(given.code)
  return given.value.oneTimePassword
}

describe('a one-time password', () => {
  it('lets somebody in once, and says of a second time what it says of any wrong one', async () => {
    await makeOperator(house.test.database, 'once@example.com', { isNew: true })
    expect(await inAs('once@example.com')).toBe(200)
    const again = await signIn(createBrowser(house.auth), 'once@example.com', oneTimePassword)
    const wrong = await signIn(createBrowser(house.auth), 'once@example.com', 'anything else')
    expect(again.status).toBe(401)
    expect(again.body).toEqual(wrong.body)
  })

  it('lets one in of those who use it at the same time, and leaves the others no session', async () => {
    const id = await makeOperator(house.test.database, 'race@example.com', { isNew: true })
    const statuses = await Promise.all([1, 2, 3, 4].map(() => inAs('race@example.com')))
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401])
    expect(await house.test.database.prisma.session.count({ where: { userId: id } })).toBe(1)
  })

  it('ends after a day; then an admin has to give a new one', async () => {
    const id = await makeOperator(house.test.database, 'late@example.com', { isNew: true })
    await change(`one_time_password_expires_at = now() - interval '1 s'`, 'late@example.com')
    expect(await inAs('late@example.com')).toBe(401)
    const given = await reset(id)
    const { rows } = await house.test.database.pool.query<{ hours: number }>(
      'select extract(epoch from one_time_password_expires_at - now())::float8 / 3600 as hours from users where id = $1',
      [id],
    )
    expect(rows[0]?.hours).toBeCloseTo(24, 1)
    expect(await inAs('late@example.com', given)).toBe(200)
    expect(await inAs('late@example.com', given)).toBe(401)
  })

  it('from before its end was kept ends a day after it was given', async () => {
    await makeOperator(house.test.database, 'before@example.com', { isNew: true })
    await change(
      `one_time_password_expires_at = null, updated_at = now() - interval '25 h'`,
      'before@example.com',
    )
    expect(await inAs('before@example.com')).toBe(401)
    await change(`updated_at = now() - interval '23 h'`, 'before@example.com')
    expect(await inAs('before@example.com')).toBe(200)
  })

  it('is used up by the first step of two', async () => {
    const id = await makeOperator(house.test.database, 'two@example.com', { role: 'admin' })
    const browser = createBrowser(house.auth)
    await signIn(browser, 'two@example.com')
    const { secret } = await enrol(browser)
    const given = await reset(id)
    expect((await signIn(browser, 'two@example.com', given)).body).toEqual({ next: 'second-factor' })
    expect(await inAs('two@example.com', given)).toBe(401)
    const second = await browser.post('/two-factor/verify-totp', { code: totpOf(secret, 1) })
    expect(second.body).toMatchObject({ next: 'change-password' })
  })

  it('of a fan works once too', async () => {
    const browser = createBrowser(house.auth)
    await signUp(browser, 'fan@example.com')
    const visitor = await browser.visitor()
    const given = await reset(visitor.kind === 'fan' ? visitor.userId : '')
    expect((await signIn(browser, 'fan@example.com', given)).body).toEqual({
      next: 'change-password',
      home: '/',
    })
    expect(await inAs('fan@example.com', given)).toBe(401)
    const own = { currentPassword: given, newPassword: 'a password of the fan' }
    expect((await browser.post('/change-password', own)).status).toBe(200)
    expect(await inAs('fan@example.com', 'a password of the fan')).toBe(200)
    expect(await inAs('fan@example.com', 'a password of the fan')).toBe(200)
  })
})
