import { globSync } from 'node:fs'
import { request } from 'node:http'
import { authorization } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { endpointPaths } from '../../../packages/api/src/console/auth/handle.ts'
import { root } from '../../house/process.ts'
import type { RefusalDesk } from './desk.ts'

/** The addresses of all pages of the console, with something in the place of what varies. */
const pages = globSync('apps/web/app/console/**/page.tsx', { cwd: root }).map(file =>
  file
    .replace(/^apps\/web\/app|\/page\.tsx$/g, '')
    .replace(/\[seq\]/g, '1')
    .replace(/\[\w+\]/g, 'x'),
)
const calls = Object.entries(authorization).flatMap(([path, rule]) =>
  rule.to === 'operators' ? [`/api/operator/${path}`] : [],
)

const percent = (character: string) => `%${character.charCodeAt(0).toString(16)}`
/** Other ways to write an address; what a check by prefix would take for another one. */
const spellings = (path: string): string[] => [
  path,
  `/${path}`,
  `${path}/`,
  `/.${path}`,
  `/x/..${path}`,
  `/_next/static/../..${path}`,
  `/_next/image/../..${path}`,
  path.replace(/\/(.)/, (_, first: string) => `/${percent(first)}`),
  path.replace(/(.)$/, last => percent(last)),
  path.replaceAll('/', '//'),
  path.replaceAll('/', '\\'),
  path.replaceAll('/', '%2f'),
  path.toUpperCase(),
  `${path};a=b`,
  `${path}?_rsc=1`,
  `${path}.rsc`,
  `${path}.txt`,
  `${path}%00`,
  `http://127.0.0.1${path}`,
]

interface Answer {
  readonly status: number
  readonly location: string
  readonly text: string
}

/** Sends the address as it is written. */
function ask(
  origin: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const method = body === undefined ? 'GET' : 'POST'
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, answer => {
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part as Buffer))
      answer.on('end', () => {
        const { statusCode: status = 0, headers } = answer
        resolve({ status, location: headers.location ?? '', text: Buffer.concat(parts).toString() })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A request of the app's own router that has all but the last part of a page, and so does not want its layout. */
const rest = (layout: string): Record<string, string> => ({
  RSC: '1',
  'Next-Router-State-Tree': encodeURIComponent(
    JSON.stringify(['', { children: [layout, { children: ['elsewhere', { children: ['__PAGE__', {}] }] }] }]),
  ),
})

const isNothing = ({ status }: Answer) => [308, 400, 404].includes(status)
/** By a redirect, or by one that the app's own router is told of. */
const leadsToSignIn = ({ status, location, text }: Answer) =>
  (status === 307 && location.startsWith('/sign-in?next=')) ||
  (status === 200 && text.includes('NEXT_REDIRECT;replace;/sign-in?next='))

/** More than any of them takes. */
const hugeSignIn = JSON.stringify({ email: 'x'.repeat(20_000), password: '' })

/** Whoever is not signed in gets nothing of the console, however its address is written. */
export function oddSpellings(open: () => RefusalDesk): void {
  describe('an address that is written oddly', () => {
    it('shows no page of the console to nobody', async () => {
      const { url } = open()
      expect(pages.length).toBeGreaterThan(8)
      const shown: string[] = []
      for (const path of pages.flatMap(spellings)) {
        const answer = await ask(url, path)
        if (!isNothing(answer) && !leadsToSignIn(answer)) shown.push(`${answer.status} ${path}`)
      }
      expect(shown).toEqual([])
    })

    it('shows none to a request that passes the layout by', async () => {
      const { url } = open()
      for (const path of pages) {
        const first = await ask(url, path, rest('console'))
        const { text, location } =
          first.status === 307 ? await ask(url, first.location, rest('console')) : first
        expect([path, text + location]).toEqual([path, expect.stringContaining('/sign-in?next=')])
      }
    })

    it('answers no call of an operator', async () => {
      const { url } = open()
      expect(calls.length).toBeGreaterThan(40)
      const headers = { origin: url, 'content-type': 'application/json' }
      const answered: string[] = []
      for (const path of calls.flatMap(spellings)) {
        const { status } = await ask(url, path, headers, '{}')
        if (![308, 400, 401, 404].includes(status)) answered.push(`${status} ${path}`)
      }
      expect(answered).toEqual([])
    })

    it('meets the same bounds before signing in, or nothing', async () => {
      const { url } = open()
      const headers = { origin: url, 'content-type': 'application/json' }
      const answered: string[] = []
      for (const path of endpointPaths.flatMap(endpoint => spellings(`/api/auth${endpoint}`))) {
        const { status } = await ask(url, path, headers, hugeSignIn)
        if (![308, 400, 404, 413].includes(status)) answered.push(`${status} ${path}`)
      }
      expect(answered).toEqual([])
    })
  })
}
