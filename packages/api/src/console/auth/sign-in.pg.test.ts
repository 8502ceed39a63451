import { describe, expect, it } from 'vitest'
import { signIn, signUp, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser } from './testing/browser.ts'
import { makeOperator } from './testing/people.ts'

const house = useAuthHouse()

describe('signing in', () => {
  it('lets an operator in, by a cookie that only this host gets over a trusted connection', async () => {
    const id = await makeOperator(house.test.database, 'olga@example.com')
    const browser = createBrowser(house.auth)
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
    expect(await house.trailOf(id)).toEqual(['session.sign-in'])
  })

  it('says the same to a wrong password, an unknown address and somebody disabled', async () => {
    const wrongId = await makeOperator(house.test.database, 'wrong@example.com')
    const disabledId = await makeOperator(house.test.database, 'disabled@example.com')
    await house.test.database.pool.query('update users set disabled_at = now() where id = $1', [disabledId])
    const browser = createBrowser(house.auth, '198.51.100.20')
    const answers = [
      await signIn(browser, 'wrong@example.com', 'not my password'),
      await signIn(browser, 'nobody@example.com'),
      await signIn(browser, 'disabled@example.com'),
    ]
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 401, body: answers[0]?.body })
    expect(answers[0]?.body.error?.code).toBe('wrong-credentials')
    expect(browser.cookies.size).toBe(0)
    expect(await house.trailOf(wrongId)).toEqual(['session.sign-in-failed'])
    expect(await house.trailOf(disabledId)).toEqual(['session.sign-in-failed'])
  })

  it('gives a new session each time, and ends the one that was there', async () => {
    await makeOperator(house.test.database, 'fixed@example.com')
    const browser = createBrowser(house.auth)
    await signIn(browser, 'fixed@example.com')
    const before = new Map(browser.cookies)
    await signIn(browser, 'fixed@example.com')
    expect([...browser.cookies.values()]).not.toEqual([...before.values()])
    const thief = createBrowser(house.auth)
    for (const [name, value] of before) thief.cookies.set(name, value)
    expect(await thief.visitor()).toEqual({ kind: 'nobody' })
  })

  it('takes no session that it did not sign, or that was planted', async () => {
    await makeOperator(house.test.database, 'planted@example.com')
    const browser = createBrowser(house.auth)
    await signIn(browser, 'planted@example.com')
    const [[name, value] = ['', '']] = [...browser.cookies]
    const [token = ''] = decodeURIComponent(value).split('.')
    const other = createBrowser(house.auth)
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
    const id = await makeOperator(house.test.database, 'leaving@example.com')
    const [one, two, three] = [
      createBrowser(house.auth),
      createBrowser(house.auth),
      createBrowser(house.auth),
    ]
    for (const browser of [one, two, three]) await signIn(browser, 'leaving@example.com')
    const before = new Map(one.cookies)
    await one.post('/sign-out')
    expect([...one.cookies.keys()]).toEqual(['__Host-touchline_device'])
    for (const [name, value] of before) one.cookies.set(name, value)
    expect(await one.visitor()).toEqual({ kind: 'nobody' })
    await house.test.database.pool.query(
      `update sessions set updated_at = now() - interval '119 min' where user_id = $1`,
      [id],
    )
    expect((await two.visitor()).kind).toBe('operator')
    await house.test.database.pool.query(
      `update sessions set updated_at = now() - interval '121 min' where user_id = $1`,
      [id],
    )
    expect((await two.visitor()).kind).toBe('nobody')
    await house.test.database.pool.query('update sessions set updated_at = now() where user_id = $1', [id])
    expect((await three.visitor()).kind).toBe('operator')
    await house.test.database.pool.query('update users set disabled_at = now() where id = $1', [id])
    expect((await three.visitor()).kind).toBe('nobody')
  })

  it('goes on while it is used, by somebody and not by a page alone, for a week at the most', async () => {
    const id = await makeOperator(house.test.database, 'rolling@example.com')
    const browser = createBrowser(house.auth)
    const answer = await signIn(browser, 'rolling@example.com')
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=604800;')
    const change = (set: string) =>
      house.test.database.pool.query(`update sessions set ${set} where user_id = $1`, [id])
    const restedSeconds = async () => {
      const { rows } = await house.test.database.pool.query<{ rested: number }>(
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
    const browser = createBrowser(house.auth)
    await signUp(browser, 'resting@example.com')
    const rest = (span: string) =>
      house.test.database.pool.query(
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
