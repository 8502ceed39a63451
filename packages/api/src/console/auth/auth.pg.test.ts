import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Auth, createAuth } from './index.ts'
import { type Browser, createBrowser, origin } from './testing/browser.ts'
import { enrol, makeOperator, oneTimePassword, ownPassword } from './testing/people.ts'
import { totpOf } from './testing/totp.ts'

let test: TestDatabase
let auth: Auth
const unexpected: unknown[] = []
beforeAll(async () => {
  test = await createTestDatabase()
  auth = createAuth({
    database: test.database,
    secret: 'a secret of thirty-two characters, or more',
    publicUrls: [origin, 'http://localhost:3000'],
    onUnexpected: error => unexpected.push(error),
  })
})
afterEach(() => expect(unexpected.splice(0)).toEqual([]))
afterAll(() => test.drop())

const signIn = (browser: Browser, email: string, password = ownPassword) =>
  browser.post('/sign-in/email', { email, password })

async function trailOf(id: string): Promise<string[]> {
  const { rows } = await test.database.pool.query<{ action: string }>(
    'select action from audit_entries where subject_id = $1 order by id',
    [id],
  )
  return rows.map(({ action }) => action)
}

describe('signing in', () => {
  it('lets an operator in, by a cookie that only this host gets over a trusted connection', async () => {
    const id = await makeOperator(test.database, 'olga@example.com')
    const browser = createBrowser(auth)
    expect(await browser.visitor()).toEqual({ kind: 'nobody' })
    const answer = await signIn(browser, 'Olga@Example.com')
    expect(answer).toMatchObject({ status: 200, body: { next: 'nothing', home: '/console' } })
    expect(JSON.stringify(answer.body)).not.toMatch(/token/)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-touchline\.session_token=/)
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(cookie).not.toMatch(/domain/i)
    expect(await browser.visitor()).toEqual({
      kind: 'operator',
      operator: { id, name: 'olga@example.com', role: 'operator', via: 'console' },
      sessionId: expect.any(String) as string,
    })
    expect((await browser.get('/get-session')).body).toEqual({
      kind: 'operator',
      email: 'olga@example.com',
      role: 'operator',
    })
    expect(await trailOf(id)).toEqual(['session.sign-in'])
  })

  it('says the same to a wrong password, an unknown address and somebody disabled', async () => {
    const wrongId = await makeOperator(test.database, 'wrong@example.com')
    const disabledId = await makeOperator(test.database, 'disabled@example.com')
    await test.database.pool.query('update users set disabled_at = now() where id = $1', [disabledId])
    const browser = createBrowser(auth, '198.51.100.20')
    const answers = [
      await signIn(browser, 'wrong@example.com', 'not my password'),
      await signIn(browser, 'nobody@example.com'),
      await signIn(browser, 'disabled@example.com'),
    ]
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 401, body: answers[0]?.body })
    expect(answers[0]?.body.error?.code).toBe('wrong-credentials')
    expect(browser.cookies.size).toBe(0)
    expect(await trailOf(wrongId)).toEqual(['session.sign-in-failed'])
    expect(await trailOf(disabledId)).toEqual(['session.sign-in-failed'])
  })

  it('gives a new session each time, and ends the one that was there', async () => {
    await makeOperator(test.database, 'fixed@example.com')
    const browser = createBrowser(auth)
    await signIn(browser, 'fixed@example.com')
    const before = new Map(browser.cookies)
    await signIn(browser, 'fixed@example.com')
    expect([...browser.cookies.values()]).not.toEqual([...before.values()])
    const thief = createBrowser(auth)
    for (const [name, value] of before) thief.cookies.set(name, value)
    expect(await thief.visitor()).toEqual({ kind: 'nobody' })
  })

  it('takes no session that it did not sign, or that was planted', async () => {
    await makeOperator(test.database, 'planted@example.com')
    const browser = createBrowser(auth)
    await signIn(browser, 'planted@example.com')
    const [[name, value] = ['', '']] = [...browser.cookies]
    const [token = ''] = decodeURIComponent(value).split('.')
    const other = createBrowser(auth)
    for (const forged of [
      token,
      `${token}.`,
      `${token}.${Buffer.alloc(32).toString('base64')}`,
      'x'.repeat(9_000),
    ]) {
      other.cookies.set(name, encodeURIComponent(forged))
      expect(await other.visitor()).toEqual({ kind: 'nobody' })
    }
    other.cookies.set(name, encodeURIComponent('planted.planted'))
    await signIn(other, 'planted@example.com')
    expect(other.cookies.get(name)).not.toContain('planted')
    expect((await other.visitor()).kind).toBe('operator')
  })

  it('ends a session when somebody signs out, is disabled, or stays away', async () => {
    const id = await makeOperator(test.database, 'leaving@example.com')
    const [one, two, three] = [createBrowser(auth), createBrowser(auth), createBrowser(auth)]
    for (const browser of [one, two, three]) await signIn(browser, 'leaving@example.com')
    const before = new Map(one.cookies)
    await one.post('/sign-out')
    expect(one.cookies.size).toBe(0)
    for (const [name, value] of before) one.cookies.set(name, value)
    expect(await one.visitor()).toEqual({ kind: 'nobody' })
    await test.database.pool.query(
      `update sessions set updated_at = now() - interval '119 min' where user_id = $1`,
      [id],
    )
    expect((await two.visitor()).kind).toBe('operator')
    await test.database.pool.query(
      `update sessions set updated_at = now() - interval '121 min' where user_id = $1`,
      [id],
    )
    expect((await two.visitor()).kind).toBe('nobody')
    await test.database.pool.query('update sessions set updated_at = now() where user_id = $1', [id])
    expect((await three.visitor()).kind).toBe('operator')
    await test.database.pool.query('update users set disabled_at = now() where id = $1', [id])
    expect((await three.visitor()).kind).toBe('nobody')
  })

  it('goes on while it is used, by somebody and not by a page alone, for a week at the most', async () => {
    const id = await makeOperator(test.database, 'rolling@example.com')
    const browser = createBrowser(auth)
    const answer = await signIn(browser, 'rolling@example.com')
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=604800;')
    const change = (set: string) =>
      test.database.pool.query(`update sessions set ${set} where user_id = $1`, [id])
    const restedSeconds = async () => {
      const { rows } = await test.database.pool.query<{ rested: number }>(
        'select extract(epoch from now() - updated_at)::float8 as rested from sessions where user_id = $1',
        [id],
      )
      return rows[0]?.rested
    }
    await change(`updated_at = now() - interval '100 min'`)
    expect((await browser.visitor({ 'x-touchline-idle': '1' })).kind).toBe('operator')
    expect(await restedSeconds()).toBeGreaterThan(5_900)
    expect((await browser.visitor()).kind).toBe('operator')
    expect(await restedSeconds()).toBeLessThan(60)
    await change(`expires_at = now() - interval '1 s'`)
    expect((await browser.visitor()).kind).toBe('nobody')
    expect(await restedSeconds()).toBeUndefined()
  })

  it('lets a fan rest for longer', async () => {
    const browser = createBrowser(auth)
    await browser.post('/sign-up/email', { email: 'resting@example.com', password: ownPassword })
    const rest = (span: string) =>
      test.database.pool.query(
        `update sessions set updated_at = now() - $1::interval
         where user_id = (select id from users where email = 'resting@example.com')`,
        [span],
      )
    await rest('11 h')
    expect((await browser.visitor()).kind).toBe('fan')
    await rest('13 h')
    expect((await browser.visitor()).kind).toBe('nobody')
  })
})

describe('a one-time password', () => {
  it('lets its holder do nothing but change it', async () => {
    const id = await makeOperator(test.database, 'new@example.com', { isNew: true })
    const [browser, elsewhere] = [createBrowser(auth), createBrowser(auth)]
    for (const one of [browser, elsewhere])
      expect((await signIn(one, 'new@example.com', oneTimePassword)).body).toMatchObject({
        next: 'change-password',
      })
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
    expect(await trailOf(id)).toContain('session.password-changed')
  })
})

describe('the second factor', () => {
  it('has to be enrolled by an admin before anything else', async () => {
    const id = await makeOperator(test.database, 'root@example.com', { role: 'admin' })
    const browser = createBrowser(auth)
    expect((await signIn(browser, 'root@example.com')).body).toMatchObject({ next: 'enrol' })
    expect(await browser.visitor()).toMatchObject({ kind: 'unready', next: 'enrol' })
    const begun = await browser.post('/two-factor/enable', { password: 'not my password' })
    expect(begun.body.error?.code).toBe('wrong-credentials')
    expect((await browser.post('/two-factor/verify-totp', { code: '123456' })).status).toBe(409)
    const { secret, backupCodes } = await enrol(browser)
    expect(backupCodes).toHaveLength(10)
    expect((await browser.visitor()).kind).toBe('operator')
    expect((await browser.post('/two-factor/enable', { password: ownPassword })).status).toBe(409)
    expect(await trailOf(id)).toEqual(['session.sign-in', 'session.second-factor-enrolled'])
    expect((await signIn(createBrowser(auth), 'root@example.com')).body).toEqual({ next: 'second-factor' })
    expect(secret).toMatch(/^[A-Z2-7]{32,}$/)
  })

  it('is asked for at each sign-in; the password alone opens nothing', async () => {
    const id = await makeOperator(test.database, 'second@example.com', { role: 'admin' })
    const browser = createBrowser(auth)
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
    expect((await trailOf(id)).at(-1)).toBe('session.sign-in')
    await signIn(browser, 'second@example.com')
    expect((await browser.post('/two-factor/verify-totp', { code })).body.error?.code).toBe('wrong-code')
    expect((await browser.visitor()).kind).toBe('nobody')
  })

  it('takes each backup code once, however many send it at the same time', async () => {
    await makeOperator(test.database, 'backup@example.com', { role: 'support' })
    const browser = createBrowser(auth)
    await signIn(browser, 'backup@example.com')
    const { backupCodes } = await enrol(browser)
    const [code = ''] = backupCodes
    const tries = [1, 2, 3].map(async () => {
      const one = createBrowser(auth)
      await signIn(one, 'backup@example.com')
      return (await one.post('/two-factor/verify-backup-code', { code })).status
    })
    expect((await Promise.all(tries)).toSorted()).toEqual([200, 401, 401])
    await signIn(browser, 'backup@example.com')
    const again = await browser.post('/two-factor/verify-backup-code', { code })
    expect(again.body.error?.code).toBe('wrong-code')
  })

  it('can not be guessed: a challenge ends after five codes, an account rests after ten', async () => {
    const id = await makeOperator(test.database, 'guessed@example.com', { role: 'admin' })
    const browser = createBrowser(auth, '198.51.100.30')
    await signIn(browser, 'guessed@example.com')
    const { secret } = await enrol(browser)
    const guess = () => browser.post('/two-factor/verify-totp', { code: '000001' })
    for (let round = 0; round < 2; round++) {
      await signIn(browser, 'guessed@example.com')
      for (let n = 0; n < 5; n++) expect((await guess()).body.error?.code).toBe('wrong-code')
      expect(['sign-in-again', 'rate-limited']).toContain((await guess()).body.error?.code)
    }
    await signIn(browser, 'guessed@example.com')
    const locked = await browser.post('/two-factor/verify-totp', { code: totpOf(secret, 1) })
    expect(locked).toMatchObject({ status: 429, body: { error: { code: 'rate-limited' } } })
    expect((await browser.visitor()).kind).toBe('nobody')
    expect((await trailOf(id)).length).toBeLessThan(8)
  })

  it('is not skipped by a challenge that belongs to another session', async () => {
    await makeOperator(test.database, 'mine@example.com')
    await makeOperator(test.database, 'theirs@example.com', { role: 'admin' })
    const theirs = createBrowser(auth)
    await signIn(theirs, 'theirs@example.com')
    await enrol(theirs)
    const mine = createBrowser(auth)
    await signIn(mine, 'theirs@example.com')
    await signIn(mine, 'mine@example.com')
    expect(await mine.visitor()).toMatchObject({ kind: 'operator', operator: { name: 'mine@example.com' } })
  })
})

describe('fans', () => {
  it('make accounts that are fans, whatever they ask for', async () => {
    const browser = createBrowser(auth)
    const asked = { email: 'fan@example.com', password: ownPassword }
    for (const more of [
      { role: 'admin' },
      { tier: 'pro' },
      { mustChangePassword: false },
      { callbackURL: '/x' },
    ])
      expect((await browser.post('/sign-up/email', { ...asked, ...more })).status).toBe(400)
    expect(await test.database.prisma.user.count({ where: { email: asked.email } })).toBe(0)
    expect((await browser.post('/sign-up/email', asked)).body).toEqual({ next: 'nothing', home: '/' })
    expect(await browser.visitor()).toMatchObject({ kind: 'fan', email: 'fan@example.com' })
    const taken = await createBrowser(auth).post('/sign-up/email', asked)
    expect(taken).toMatchObject({ status: 409, body: { error: { code: 'address-taken' } } })
  })

  it('get a token for the gateway, which the published keys verify; signing out revokes its session', async () => {
    const browser = createBrowser(auth)
    expect((await browser.fanToken()).body).toEqual({ token: null })
    await browser.post('/sign-up/email', { email: 'token@example.com', password: ownPassword })
    const visitor = await browser.visitor()
    if (visitor.kind !== 'fan') throw new Error('no fan')
    const { token } = (await browser.fanToken()).body as { token: string }
    const [head = '', claims = '', signature = ''] = token.split('.')
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; alg: string }
    const told = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, number>
    expect(alg).toBe('EdDSA')
    expect(told).toMatchObject({
      ...{ aud: 'touchline-fans', sub: visitor.userId, sid: visitor.sessionId, tier: 'free' },
    })
    expect((told.exp ?? 0) - (told.iat ?? 0)).toBeLessThanOrEqual(300)
    const { keys } = (await browser.get('/jwks')).body as { keys: (JsonWebKey & { kid: string })[] }
    const jwk = keys.find(key => key.kid === kid)
    expect(keys.every(key => !('d' in key))).toBe(true)
    const key = await crypto.subtle.importKey('jwk', jwk as JsonWebKey, 'Ed25519', false, ['verify'])
    const signed = Buffer.from(`${head}.${claims}`)
    expect(await crypto.subtle.verify('Ed25519', key, Buffer.from(signature, 'base64url'), signed)).toBe(true)
    await browser.post('/sign-out')
    const revoked = await test.database.prisma.revocation.findMany({ where: { subject: visitor.sessionId } })
    expect(revoked).toMatchObject([{ kind: 'session' }])
    expect((await browser.fanToken()).body).toEqual({ token: null })
  })
})

describe('bad requests', () => {
  it('change nothing from another page, or from one that does not say which it is', async () => {
    const id = await makeOperator(test.database, 'forged@example.com')
    const browser = createBrowser(auth)
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
    expect(await trailOf(id)).toEqual(['session.sign-in', 'session.sign-out'])
  })

  it('reach nothing that is not on the list', async () => {
    const browser = createBrowser(auth)
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
    const browser = createBrowser(auth)
    const post = (body: string, type = 'application/json') =>
      auth.handle(
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
    await makeOperator(test.database, 'target@example.com')
    const guesser = createBrowser(auth, '203.0.113.5')
    for (let n = 0; n < 10; n++)
      expect((await signIn(guesser, 'target@example.com', 'guess')).status).toBe(401)
    const stopped = await signIn(guesser, 'target@example.com')
    expect(stopped).toMatchObject({ status: 429, body: { error: { code: 'rate-limited' } } })
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    const replica = createAuth({
      database: test.database,
      secret: 'a secret of thirty-two characters, or more',
      publicUrls: [origin],
    })
    expect((await signIn(createBrowser(replica, '203.0.113.5'), 'target@example.com')).status).toBe(429)
    expect((await signIn(createBrowser(auth, '203.0.113.6'), 'target@example.com')).status).toBe(200)
  })
})
