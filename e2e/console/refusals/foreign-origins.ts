import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Attacker, startAttacker } from './attacker.ts'
import type { RefusalDesk } from './desk.ts'

const note = (desk: RefusalDesk) => ({ fingerprint: desk.fingerprint, text: 'written by another site' })
const notePath = '/api/operator/deadLetterGroup.addNote'

/** What did not come from a page of ours, whoever is signed in there, changes nothing. */
export function foreignOrigins(open: () => RefusalDesk): void {
  describe('a request that no page of ours sent', () => {
    let attacker: Attacker
    beforeAll(async () => {
      attacker = await startAttacker()
    })
    afterAll(() => attacker?.stop())

    it.each<[string, Record<string, string | undefined>]>([
      ['a forged origin', { origin: 'https://evil.example' }],
      ['our host as a part of its origin', { origin: 'http://127.0.0.1.evil.example' }],
      ['our host at another port', { origin: 'http://127.0.0.1:1' }],
      ['our host over TLS', { origin: 'https://127.0.0.1' }],
      ['no origin', { origin: undefined }],
      ['an origin of null', { origin: 'null' }],
      ['a spoofed host and its origin', { origin: 'http://evil.example', host: 'evil.example' }],
      ['a forwarded host', { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' }],
      ['our origin, which the browser denies', { 'sec-fetch-site': 'cross-site' }],
      ['our origin, from a page of our site', { 'sec-fetch-site': 'same-site' }],
    ])('is refused with %s, at the desk and at the door', async (_, headers) => {
      const { changesNothing, cookies, call, send } = open()
      const cookie = cookies.admin
      const answers = await changesNothing(async () => [
        await call('deadLetterGroup.addNote', note(open()), { cookie, headers }),
        await call('deadLetter.list', {}, { cookie, headers }),
        await send('/api/auth/sign-out', { cookie, headers, body: {} }),
        await send('/api/auth/revoke-sessions', { cookie, headers, body: {} }),
        await send('/api/fan-token', { cookie: cookies.fan, headers, body: {} }),
      ])
      for (const said of answers) {
        expect([said.status, said.code]).toEqual([403, 'foreign-origin'])
        expect(said.text).toContain('did not come from a page of ours')
        expect(said.headers['access-control-allow-origin']).toBeUndefined()
      }
    })

    it('is not believed for a host that it names', async () => {
      const { call, cookies, changesNothing } = open()
      const headers = { host: 'evil.example' }
      const said = await call(
        'deadLetter.count',
        { query: { states: ['dead'] } },
        { cookie: cookies.viewer, headers },
      )
      expect(said.status).toBe(200)
      await changesNothing(() =>
        call('deadLetterGroup.addNote', note(open()), { cookie: undefined, headers }),
      )
      const door = await open().send('/console', { method: 'GET', headers })
      expect(String(door.headers.location)).toMatch(/^\/sign-in\?next=%2Fconsole$/)
    })

    it.each([
      ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['plain text', { 'content-type': 'text/plain' }],
      ['several parts', { 'content-type': 'multipart/form-data; boundary=x' }],
      ['nothing said', { 'content-type': undefined }],
    ])('is no JSON: %s', async (_, headers) => {
      const { changesNothing, call, cookies } = open()
      const said = await changesNothing(() =>
        call('deadLetterGroup.addNote', note(open()), { cookie: cookies.admin, headers }),
      )
      expect([said.status, said.code]).toEqual([415, 'invalid-input'])
    })

    it('is a link: no procedure answers to GET', async () => {
      const { changesNothing, send, cookies } = open()
      const address = `${notePath}?input=${encodeURIComponent(JSON.stringify(note(open())))}`
      for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const said = await changesNothing(() => send(address, { method, cookie: cookies.admin }))
        expect([method, said.status >= 400 || said.text === '']).toEqual([method, true])
        expect(said.headers['access-control-allow-origin']).toBeUndefined()
      }
    })

    it.each(['sameSite', 'crossSite'] as const)('is a page of somebody else’s, %s', async kind => {
      const desk = open()
      const page = await desk.page('admin')
      await page.goto(`${desk.url}/console/dead-letters`)
      await page.getByRole('heading', { level: 1, name: 'Dead letters' }).waitFor()
      await page.goto(attacker[kind])
      const answers = await desk.changesNothing(() => attack(page, desk))
      expect(answers.fetched).toEqual(['refused', 'opaque', 'refused', 'refused'])
      expect(answers.posted).toMatch(/invalid-input|foreign-origin/)
      expect(answers.framed).toBe(false)
      await page.goto(`${desk.url}/console/dead-letters`)
      await page.getByRole('heading', { level: 1, name: 'Dead letters' }).waitFor()
      await page.close()
    })
  })
}

/** All that a page can try with the cookies of whoever looks at it. */
async function attack(page: Page, desk: RefusalDesk) {
  const target = `${desk.url}${notePath}`
  const body = JSON.stringify(note(desk))
  const fetched = await page.evaluate(
    async ({ target, body, url }) => {
      const attempt = (to: string, init: RequestInit) =>
        fetch(to, { credentials: 'include', ...init }).then(
          answer => (answer.type === 'opaque' ? 'opaque' : `read ${answer.status}`),
          () => 'refused',
        )
      const headers = { 'content-type': 'application/json' }
      const tried = [
        await attempt(target, { method: 'POST', headers, body }),
        await attempt(target, { method: 'POST', mode: 'no-cors', body }),
        await attempt(`${url}/api/auth/get-session`, {}),
        await attempt(`${url}/api/fan-token`, { method: 'POST' }),
      ]
      const image = document.createElement('img')
      document.body.append(image)
      await new Promise(resolve => {
        image.onerror = image.onload = resolve
        image.src = `${target}?input=${encodeURIComponent(body)}`
      })
      return tried
    },
    { target, body, url: desk.url },
  )
  const framed = await isFramed(page, desk)
  await page.evaluate(
    ({ target, body }) => {
      const form = document.createElement('form')
      const field = document.createElement('input')
      Object.assign(form, { method: 'post', action: target, enctype: 'text/plain' })
      Object.assign(field, { name: body.slice(0, -1), value: '}' })
      form.append(field)
      document.body.append(form)
      form.submit()
    },
    { target, body },
  )
  await page.waitForURL(target)
  const posted = String(await page.textContent('body'))
  return { fetched, framed, posted }
}

/** Whether a page of ours is shown within theirs. */
async function isFramed(page: Page, { url }: RefusalDesk): Promise<boolean> {
  const answer = page.waitForResponse(response => response.url().startsWith(`${url}/console`))
  await page.evaluate(to => {
    const frame = document.createElement('iframe')
    frame.src = to
    document.body.append(frame)
  }, `${url}/console`)
  expect((await answer).headers()['content-security-policy']).toContain("frame-ancestors 'none'")
  const frame = page.frames().find(one => one !== page.mainFrame())
  const shown = frame?.waitForSelector('h1', { timeout: 1_500 }).then(
    () => true,
    () => false,
  )
  return (await shown) ?? false
}
