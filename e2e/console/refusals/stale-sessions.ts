import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { call } from '../calls.ts'
import type { Person } from '../console-house.ts'
import { arrivesAt } from '../sign-in.ts'
import { cookiesSetBy, type RefusalDesk } from './desk.ts'

const sessionCookie = '__Host-touchline.session_token'
const wanted = '/console/dead-letters?view=letters&code=implausible-value'
const door = `/sign-in?next=${encodeURIComponent(wanted)}`

/** A session that has ended, was never whole, or is somebody's no more, opens nothing; its page leads to the door. */
export function staleSessions(open: () => RefusalDesk): void {
  const signIn = async (person: Person) => {
    const { email, password } = person
    const said = await open().send('/api/auth/sign-in/email', { body: { email, password } })
    expect(said.status).toBe(200)
    return cookiesSetBy(said)
  }
  const asAdmin = (path: string, input: object) =>
    open()
      .call(path, input, { cookie: open().cookies.admin })
      .then(said => expect(said.status).toBe(200))
  const sql = (text: string, id: string) => open().database.pool.query(text, [id])
  const sessionsOf = async (id: string) =>
    (await sql('select count(*)::int as n from sessions where user_id = $1', id)).rows[0]?.n

  /** What becomes of somebody's session, and how many sessions are left of it. */
  const ends: Record<string, (person: Person, cookie: string) => Promise<unknown>> = {
    'has run out': ({ id }) =>
      sql(`update sessions set expires_at = now() - interval '1 s' where user_id = $1`, id),
    'was not used for three hours': ({ id }) =>
      sql(`update sessions set updated_at = now() - interval '3 h' where user_id = $1`, id),
    'was signed out, its cookie kept by a thief': async (_, cookie) =>
      expect((await open().send('/api/auth/sign-out', { cookie, body: {} })).status).toBe(200),
    'was ended from another device': async person =>
      expect(
        (await open().send('/api/auth/revoke-sessions', { cookie: await signIn(person), body: {} })).status,
      ).toBe(200),
    'is of somebody disabled': ({ id }) => asAdmin('person.disable', { id, reason: 'left' }),
    'is of somebody whose row alone was disabled': ({ id }) =>
      sql('update users set disabled_at = now() where id = $1', id),
    'is of somebody with another role since': ({ id }) =>
      asAdmin('person.changeRole', { id, role: 'viewer', reason: 'moved' }),
    'is of nobody any more': ({ id }) => sql('delete from users where id = $1', id),
  }

  describe('a session', () => {
    it.each(Object.entries(ends))('that %s is refused, and its page leads to the door', async (_, end) => {
      const { changesNothing, url } = open()
      const person = await open().person('operator')
      const cookie = await signIn(person)
      const ask = () => call(url, 'deadLetter.list', {}, { cookie })
      expect((await ask()).status).toBe(200)
      await end(person, cookie)
      await changesNothing(() => refused(cookie))
      const page = await open().send(wanted, { method: 'GET', cookie })
      expect([page.status, page.headers.location]).toEqual([307, door])
      expect((await ask()).status).toBe(401)
    })

    it('of a cookie that was tampered with is none', async () => {
      const { cookies } = open()
      const [, value = ''] = cookies.admin.match(/session_token=([^;]+)/) ?? []
      const [token = '', signature = ''] = decodeURIComponent(value).split('.')
      const [, ofAnother = ''] = cookies.viewer.match(/session_token=([^;]+)/) ?? []
      const forged = [
        `${token}x.${signature}`,
        `${token}.${signature.replace(/^./, first => (first === 'A' ? 'B' : 'A'))}`,
        token,
        `${token}.`,
        `.${signature}`,
        `${decodeURIComponent(ofAnother).split('.')[0]}.${signature}`,
        `' or 1=1 --.${signature}`,
        '%00',
        '%E0%A4%A',
        'x'.repeat(7_000),
        '',
      ]
      for (const one of forged) await refused(`${sessionCookie}=${encodeURIComponent(one)}`)
      for (const one of ['%E0%A4%A', '%']) await refused(`${sessionCookie}=${one}`)
      await refused(`touchline.session_token=${value}`)
      await refused(`better-auth.session_token=${value}`)
    })

    it('is none before the second factor was shown', async () => {
      const { person, database } = open()
      const enrolled = await person('admin')
      await database.prisma.user.update({ where: { id: enrolled.id }, data: { twoFactorEnabled: true } })
      const cookie = await signIn(enrolled)
      expect(cookie).toContain('two_factor')
      expect(cookie).not.toContain('session_token')
      await refused(cookie)
      const [, value = ''] = cookie.match(/two_factor=([^;]+)/) ?? []
      await refused(`${sessionCookie}=${value}`)
      expect(await sessionsOf(enrolled.id)).toBe(0)
    })

    it.each([
      ['who has to enrol', 'enrol', {}],
      ['who has a one-time password', 'change-password', { mustChangePassword: true }],
    ])('of an admin %s calls nothing, and leads there', async (_, next, data) => {
      const { person, database, changesNothing, send, call } = open()
      const unready = await person('admin')
      await database.prisma.user.update({ where: { id: unready.id }, data })
      const cookie = await signIn(unready)
      const said = await changesNothing(() => call('person.list', {}, { cookie }))
      expect([said.status, said.code]).toEqual([401, 'unauthorized'])
      const page = await send(wanted, { method: 'GET', cookie })
      expect(page.headers.location).toBe(`/${next}?next=${encodeURIComponent(wanted)}`)
    })

    it('that ends under an open page leads to the door, and from there back', async () => {
      const desk = open()
      const person = await desk.person('operator')
      const context = await desk.browser.newContext()
      const page = await context.newPage()
      await page.goto(`${desk.url}${wanted}`)
      await signInBy(page, person)
      await page.waitForURL(`${desk.url}${wanted}`)
      await arrivesAt(page, 'Dead letters')
      await sql('delete from sessions where user_id = $1', person.id)
      await page.waitForURL(`${desk.url}${door}`, { timeout: 15_000 })
      await signInBy(page, person)
      await page.waitForURL(`${desk.url}${wanted}`)
      await arrivesAt(page, 'Dead letters')
      await sql('delete from sessions where user_id = $1', person.id)
      await page.goto(`${desk.url}/console/people`)
      await arrivesAt(page, /sign in/i)
      for (const next of elsewhere) {
        await page.goto(`${desk.url}/sign-in?next=${encodeURIComponent(next)}`)
        await signInBy(page, person)
        await page.waitForURL(`${desk.url}/console`)
        await sql('delete from sessions where user_id = $1', person.id)
      }
      await context.close()
    })
  })

  /** Nothing is answered but that one has to sign in. */
  const refused = async (cookie: string) => {
    const said = await open().call('deadLetter.list', {}, { cookie })
    expect([cookie.slice(0, 80), said.status, said.code]).toEqual([cookie.slice(0, 80), 401, 'unauthorized'])
    expect(said.text).toMatch(/sign in/)
    return said
  }
}

const elsewhere = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/%2e%2e//evil.example',
]

async function signInBy(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
