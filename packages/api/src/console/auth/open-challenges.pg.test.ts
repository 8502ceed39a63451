import { describe, expect, it } from 'vitest'
import { atCommandLine } from '../../operations/actor.ts'
import { changeRole } from '../../operations/person/change-role.ts'
import { disablePerson } from '../../operations/person/disable.ts'
import { enablePerson } from '../../operations/person/enable.ts'
import { resetPassword } from '../../operations/person/reset-password.ts'
import { signIn, useAuthHouse } from './testing/auth-house.ts'
import { type Browser, createBrowser } from './testing/browser.ts'
import { enrol, makeOperator, ownPassword } from './testing/people.ts'
import { totpOf } from './testing/totp.ts'

const house = useAuthHouse()
const admin = atCommandLine('op')

interface Owner {
  readonly id: string
  readonly browser: Browser
}

/** Whatever ends the sessions of somebody. */
const endings: Readonly<Record<string, (owner: Owner) => Promise<unknown>>> = {
  'their own change of the password': ({ browser }) =>
    browser.post('/change-password', { currentPassword: ownPassword, newPassword: 'quite another password' }),
  'their signing out everywhere': ({ browser }) => browser.post('/revoke-sessions'),
  'a reset of the password': ({ id }) =>
    resetPassword(house.test.database, { id, reason: 'it was stolen' }, admin),
  'another role': ({ id }) =>
    changeRole(house.test.database, { id, role: 'viewer', reason: 'for a test' }, admin),
  'being disabled and enabled': async ({ id }) => {
    await disablePerson(house.test.database, { id, reason: 'for a test' }, admin)
    await enablePerson(house.test.database, { id, reason: 'for a test' }, admin)
  },
}

describe('a sign-in that waits for its second step', () => {
  it.each(Object.entries(endings))('ends with %s', async (name, end) => {
    const email = `${name.replaceAll(' ', '-')}@example.com`
    const id = await makeOperator(house.test.database, email, { role: 'support' })
    const browser = createBrowser(house.auth)
    await signIn(browser, email)
    const { secret } = await enrol(browser)
    const thief = createBrowser(house.auth, '203.0.113.66')
    expect((await signIn(thief, email)).body).toEqual({ next: 'second-factor' })
    await end({ id, browser })
    const second = await thief.post('/two-factor/verify-totp', { code: totpOf(secret, 1) })
    expect(second.body.error?.code).toBe('sign-in-again')
    expect((await thief.visitor()).kind).toBe('nobody')
  })
})
