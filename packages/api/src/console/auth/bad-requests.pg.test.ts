import { describe, expect, it } from 'vitest'
import { signIn, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser, origin } from './testing/browser.ts'
import { makeOperator, ownPassword } from './testing/people.ts'

const house = useAuthHouse()

describe('bad requests', () => {
  it('change nothing from another page, or from one that does not say which it is', async () => {
    const id = await makeOperator(house.test.database, 'forged@example.com')
    const browser = createBrowser(house.auth)
    await signIn(browser, 'forged@example.com')
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: '' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const signOut = await browser.post('/sign-out', {}, headers)
      expect(signOut).toMatchObject({ status: 403, body: { error: { code: 'foreign-origin' } } })
      expect((await browser.visitor()).kind).toBe('operator')
      const change = { currentPassword: ownPassword, newPassword: 'another password' }
      expect((await browser.post('/change-password', change, headers)).status).toBe(403)
    }
    expect((await browser.post('/sign-out', {}, { origin: 'http://localhost:3000' })).status).toBe(200)
    expect(await house.trailOf(id)).toEqual(['session.sign-in', 'session.sign-out'])
  })

  it('reach nothing that is not on the list', async () => {
    const browser = createBrowser(house.auth)
    for (const path of [
      ...['/ok', '/error', '/token', '/update-user', '/delete-user', '/list-sessions', '/two-factor/disable'],
      ...['/two-factor/get-totp-uri', '/two-factor/generate-backup-codes', '/request-password-reset'],
      ...['/sign-in/social', '/change-email', '/__proto__', '/constructor', '', '/sign-in/email/'],
    ]) {
      expect((await browser.post(path, {})).status).toBe(404)
      expect((await browser.get(path)).status).toBe(404)
    }
    expect((await browser.get('/sign-in/email')).status).toBe(404)
  })

  it('end in a clear message when they are no JSON, too large or nonsense', async () => {
    const browser = createBrowser(house.auth)
    const post = (body: string, type = 'application/json') =>
      house.auth.handle(
        new Request(`${origin}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: { origin, 'content-type': type },
          body,
        }),
      )
    expect((await post('{')).status).toBe(400)
    expect((await post('{}', 'text/plain')).status).toBe(400)
    expect((await post(`"${'x'.repeat(20_000)}"`)).status).toBe(413)
    const nonsense = await browser.post('/sign-in/email', { email: ['a'], password: { $ne: 1 } })
    expect(nonsense).toMatchObject({ status: 400, body: { error: { code: 'invalid-input' } } })
    expect(JSON.stringify(nonsense.body)).not.toContain('$ne')
  })
})

describe('guessing', () => {
  it('is stopped for one address from one place, by every process, and lets others in', async () => {
    await makeOperator(house.test.database, 'target@example.com')
    const guesser = createBrowser(house.auth, '203.0.113.5')
    for (let n = 0; n < 10; n++)
      expect((await signIn(guesser, 'target@example.com', 'guess')).status).toBe(401)
    const stopped = await signIn(guesser, 'target@example.com')
    expect(stopped).toMatchObject({ status: 429, body: { error: { code: 'rate-limited' } } })
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    const replica = house.replica()
    expect((await signIn(createBrowser(replica, '203.0.113.5'), 'target@example.com')).status).toBe(429)
    expect((await signIn(createBrowser(house.auth, '203.0.113.6'), 'target@example.com')).status).toBe(200)
  })
})
