import { describe, expect, it, vi } from 'vitest'
import { createAuth } from './index.ts'
import { signIn, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser, origin } from './testing/browser.ts'
import { enrol, makeOperator, oneTimePassword, ownPassword } from './testing/people.ts'
import { totpOf } from './testing/totp.ts'

const house = useAuthHouse()
const auth = () =>
  createAuth({
    database: house.test.database,
    secret: 'a secret of thirty-two characters, or more',
    publicUrls: [origin],
  })

/** Does the work up to where it writes itself down, and ends its connection there, as the death of the process would. */
async function cutOff(work: () => Promise<unknown>): Promise<void> {
  const blocking = await house.test.database.pool.connect()
  try {
    await blocking.query('begin; lock table audit_entries in exclusive mode')
    const working = work()
    await vi.waitFor(async () => {
      const { rowCount } = await blocking.query(
        `select pg_terminate_backend(pid) from pg_locks
         where relation = 'audit_entries'::regclass and not granted`,
      )
      expect(rowCount).toBe(1)
    }, 10_000)
    await working
  } finally {
    await blocking.query('rollback')
    blocking.release()
  }
}

describe('a change that the process does not outlive', () => {
  it('of the password has not happened, and can be made again', async () => {
    const id = await makeOperator(house.test.database, 'cut@example.com', { isNew: true })
    const browser = createBrowser(auth())
    await signIn(browser, 'cut@example.com', oneTimePassword)
    const change = () =>
      browser.post('/change-password', { currentPassword: oneTimePassword, newPassword: ownPassword })
    await cutOff(change)
    expect(await browser.visitor()).toMatchObject({ kind: 'unready', next: 'change-password' })
    expect(await house.trailOf(id)).toEqual(['session.sign-in'])
    expect((await change()).body).toEqual({ next: 'nothing', home: '/console' })
    expect((await signIn(createBrowser(auth()), 'cut@example.com')).status).toBe(200)
    expect(await house.trailOf(id)).toContain('session.password-changed')
  })

  it('of the second factor has not happened either, and the same code confirms it again', async () => {
    const id = await makeOperator(house.test.database, 'cut2@example.com', { role: 'admin' })
    const browser = createBrowser(auth())
    await signIn(browser, 'cut2@example.com')
    const { body } = await browser.post('/two-factor/enable', { password: ownPassword })
    const code = totpOf(String(body.secret))
    await cutOff(() => browser.post('/two-factor/verify-totp', { code }))
    expect(await browser.visitor()).toMatchObject({ kind: 'unready', next: 'enrol' })
    expect((await browser.post('/two-factor/verify-totp', { code })).status).toBe(200)
    expect((await browser.visitor()).kind).toBe('operator')
    expect(await house.trailOf(id)).toEqual(['session.sign-in', 'session.second-factor-enrolled'])
  })

  it('gives the same cookie as a sign-in does, and ends the one from before', async () => {
    await makeOperator(house.test.database, 'cookie@example.com', { role: 'admin' })
    const [browser, copy] = [createBrowser(auth()), createBrowser(auth())]
    const signedIn = await signIn(browser, 'cookie@example.com')
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
    await enrol(browser)
    expect((await copy.visitor()).kind).toBe('nobody')
    const changed = await browser.post('/change-password', {
      currentPassword: ownPassword,
      newPassword: 'quite another password',
    })
    const attributes = (headers: Headers) =>
      headers
        .getSetCookie()
        .filter(line => line.includes('session_token='))
        .map(line => line.replace(/=[^;]*/, ''))
    expect(attributes(changed.headers)).toEqual(attributes(signedIn.headers))
    expect((await browser.visitor()).kind).toBe('operator')
  })
})
