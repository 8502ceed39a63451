import { describe, expect, it } from 'vitest'
import { signIn, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser } from './testing/browser.ts'
import { enrol, makeOperator, oneTimePassword, ownPassword } from './testing/people.ts'
import { totpOf } from './testing/totp.ts'

const house = useAuthHouse()

describe('a one-time password', () => {
  it('lets its holder do nothing but change it', async () => {
    const id = await makeOperator(house.test.database, 'new@example.com', { isNew: true })
    const [browser, elsewhere] = [createBrowser(house.auth), createBrowser(house.auth)]
    expect((await signIn(browser, 'new@example.com', oneTimePassword)).body).toMatchObject({
      next: 'change-password',
    })
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
    expect(await browser.visitor()).toMatchObject({
      kind: 'unready',
      next: 'change-password',
      role: 'operator',
    })
    const change = (currentPassword: string, newPassword: string) =>
      browser.post('/change-password', { currentPassword, newPassword })
    expect((await change(oneTimePassword, 'too short')).body.error?.code).toBe('invalid-input')
    expect((await change(oneTimePassword, oneTimePassword)).body.error?.code).toBe('invalid-input')
    expect((await change('not the password', ownPassword)).body.error?.code).toBe('wrong-credentials')
    expect((await browser.visitor()).kind).toBe('unready')
    const before = new Map(browser.cookies)
    expect((await change(oneTimePassword, ownPassword)).body).toEqual({ next: 'nothing', home: '/console' })
    expect((await browser.visitor()).kind).toBe('operator')
    expect((await elsewhere.visitor()).kind).toBe('nobody')
    expect(browser.cookies).not.toEqual(before)
    expect((await signIn(elsewhere, 'new@example.com', oneTimePassword)).status).toBe(401)
    expect(await house.trailOf(id)).toContain('session.password-changed')
  })
})

describe('the second factor', () => {
  it('has to be enrolled by an admin before anything else', async () => {
    const id = await makeOperator(house.test.database, 'root@example.com', { role: 'admin' })
    const browser = createBrowser(house.auth)
    expect((await signIn(browser, 'root@example.com')).body).toMatchObject({ next: 'enrol' })
    expect(await browser.visitor()).toMatchObject({ kind: 'unready', next: 'enrol' })
    const begun = await browser.post('/two-factor/enable', { password: 'not my password' })
    expect(begun.body.error?.code).toBe('wrong-credentials')
    expect((await browser.post('/two-factor/verify-totp', { code: '123456' })).status).toBe(409)
    const { secret, backupCodes } = await enrol(browser)
    expect(backupCodes).toHaveLength(10)
    expect((await browser.visitor()).kind).toBe('operator')
    expect((await browser.post('/two-factor/enable', { password: ownPassword })).status).toBe(409)
    expect(await house.trailOf(id)).toEqual(['session.sign-in', 'session.second-factor-enrolled'])
    expect((await signIn(createBrowser(house.auth), 'root@example.com')).body).toEqual({
      next: 'second-factor',
    })
    expect(secret).toMatch(/^[A-Z2-7]{32,}$/)
  })

  it('is asked for at each sign-in; the password alone opens nothing', async () => {
    const id = await makeOperator(house.test.database, 'second@example.com', { role: 'admin' })
    const browser = createBrowser(house.auth)
    await signIn(browser, 'second@example.com')
    const { secret } = await enrol(browser)
    await browser.post('/sign-out')
    await signIn(browser, 'second@example.com')
    expect(await browser.visitor()).toEqual({ kind: 'nobody' })
    expect(
      (await browser.post('/change-password', { currentPassword: ownPassword, newPassword: 'x'.repeat(12) }))
        .status,
    ).toBe(401)
    const wrong = await browser.post('/two-factor/verify-totp', { code: '000000' })
    expect(wrong.body.error?.code).toBe('wrong-code')
    const code = totpOf(secret)
    const right = await browser.post('/two-factor/verify-totp', {
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    })
    expect(right.body).toEqual({ next: 'nothing', home: '/console' })
    expect((await browser.visitor()).kind).toBe('operator')
    expect((await house.trailOf(id)).at(-1)).toBe('session.sign-in')
    await signIn(browser, 'second@example.com')
    expect((await browser.post('/two-factor/verify-totp', { code })).body.error?.code).toBe('wrong-code')
    expect((await browser.visitor()).kind).toBe('nobody')
  })

  it('takes each backup code once, however many send it at the same time', async () => {
    await makeOperator(house.test.database, 'backup@example.com', { role: 'support' })
    const browser = createBrowser(house.auth)
    await signIn(browser, 'backup@example.com')
    const { backupCodes } = await enrol(browser)
    const [code = ''] = backupCodes
    const tries = [1, 2, 3].map(async () => {
      const one = createBrowser(house.auth)
      await signIn(one, 'backup@example.com')
      return (await one.post('/two-factor/verify-backup-code', { code })).status
    })
    expect((await Promise.all(tries)).toSorted()).toEqual([200, 401, 401])
    await signIn(browser, 'backup@example.com')
    const again = await browser.post('/two-factor/verify-backup-code', { code })
    expect(again.body.error?.code).toBe('wrong-code')
  })

  it('can not be guessed: a challenge ends after five codes, and ten have to do for a while', async () => {
    const id = await makeOperator(house.test.database, 'guessed@example.com', { role: 'admin' })
    const browser = createBrowser(house.auth, '198.51.100.30')
    await signIn(browser, 'guessed@example.com')
    const { secret } = await enrol(browser)
    const guess = () => browser.post('/two-factor/verify-totp', { code: '000001' })
    await signIn(browser, 'guessed@example.com')
    for (let n = 0; n < 5; n++) expect((await guess()).body.error?.code).toBe('wrong-code')
    expect((await guess()).body.error?.code).toBe('sign-in-again')
    await signIn(browser, 'guessed@example.com')
    for (let n = 0; n < 4; n++) expect((await guess()).body.error?.code).toBe('wrong-code')
    await signIn(browser, 'guessed@example.com')
    const locked = await browser.post('/two-factor/verify-totp', { code: totpOf(secret, 1) })
    expect(locked).toMatchObject({ status: 429, body: { error: { code: 'rate-limited' } } })
    expect((await browser.visitor()).kind).toBe('nobody')
    expect((await house.trailOf(id)).length).toBeLessThan(8)
  })

  it('is not skipped by a challenge that belongs to another session', async () => {
    await makeOperator(house.test.database, 'mine@example.com')
    await makeOperator(house.test.database, 'theirs@example.com', { role: 'admin' })
    const theirs = createBrowser(house.auth)
    await signIn(theirs, 'theirs@example.com')
    await enrol(theirs)
    const mine = createBrowser(house.auth)
    await signIn(mine, 'theirs@example.com')
    await signIn(mine, 'mine@example.com')
    expect(await mine.visitor()).toMatchObject({ kind: 'operator', operator: { name: 'mine@example.com' } })
  })
})
