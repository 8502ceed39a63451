import { connect } from 'node:net'
import { createLogger, createMetrics, createOperations } from '@touchline/telemetry'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdmission } from '../admission/create-admission.ts'
import { defaultLimits } from '../limits.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'
import { createHttp } from './server.ts'

let house: TestHouse
let app: FastifyInstance
let port: number
const routes: { readonly method: string; readonly url: string }[] = []
const closers: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  house = await openHouse()
  await house.store(3)
  const many = 1_000_000
  const limits = {
    requestsPerMinutePerAddress: many,
    requestsPerMinute: { free: many, plus: many, pro: many },
  }
  port = (await house.gateway({ admission: { limits } })).port
  const { database } = house.database
  const admission = createAdmission({ database, instance: 'spellings', onError: () => {} })
  const logger = createLogger({ service: 'test', level: 'silent' })
  const operations = createOperations({
    ...{ logger, metrics: createMetrics('spellings') },
    ...{ schema: 'none', ready: [], started: () => true },
  })
  const http = await createHttp({
    onDisplaced: () => {},
    limits: defaultLimits,
    origins: '*',
    ops: { operations, viewOf: () => 'all' },
    admission,
    trustedProxies: 0,
    contextOf: () => {
      throw new Error('only its routes are asked for')
    },
    onError: () => {},
  })
  app = http.app
  await app.ready()
  closers.push(
    () => app.close(),
    () => admission.close(),
    () => house.close(),
  )
  routes.push(...routesOf(app.printRoutes({ commonPrefix: false })))
})
afterAll(async () => {
  for (const close of closers) await close()
})

/** The tree as Fastify prints it, with one whole path to a line. */
function routesOf(tree: string) {
  const parents: string[] = []
  return tree.split('\n').flatMap(line => {
    const [, indent = '', path = '', methods = ''] = /^([│ ]*)[├└]── (\S*)(?: \((.+)\))?/.exec(line) ?? []
    const depth = indent.length / 4
    parents.length = depth
    parents.push(path)
    const url = parents.join('')
    return methods === '' ? [] : methods.split(', ').map(method => ({ method, url }))
  })
}

interface Answer {
  readonly status: number
  readonly isCounted: boolean
  readonly body: string
}

/** Sends a request line as it stands. */
function ask(line: string, headers: readonly string[] = []): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${[line, 'Host: touchline', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`)
    })
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer to ${line}`)))
    socket.setEncoding('latin1').on('data', chunk => {
      text += chunk
      if (text.startsWith('HTTP/1.1 101')) socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n', 2)
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
      resolve({ status, isCounted: /^ratelimit: /im.test(head), body })
    })
  })
}

const escaped = (text: string, hex = (code: number) => code.toString(16)) =>
  [...text].map(char => `%${hex(char.charCodeAt(0)).padStart(2, '0')}`).join('')

/** Ways to write a path that some part of some server may take for the same. */
function spellingsOf(path: string): string[] {
  const segments = path.slice(1).split('/')
  const [first = '', ...rest] = segments
  const tail = rest.length > 0 ? `/${rest.join('/')}` : ''
  return [
    path,
    ...segments.map((segment, at) => `/${segments.with(at, escaped(segment)).join('/')}`),
    `/${escaped(first, code => code.toString(16).toUpperCase())}${tail}`,
    `/${first.slice(0, -1)}${escaped(first.slice(-1))}${tail}`,
    `/${escaped(escaped(first))}${tail}`,
    `/${segments.map(segment => escaped(segment)).join('%2f')}`,
    `${path}/`,
    `${path}//`,
    `/${path}`,
    `/.${path}`,
    `/x/..${path}`,
    `/${first}/../${first}${tail}`,
    `/%2e%2e${path}`,
    `\\${path.slice(1)}`,
    path.toUpperCase(),
    `/${first};v=1${tail}`,
    `${path};v=1`,
    `${path}%00`,
    `${path}%`,
    `${path}%zz`,
    `${path}%ff`,
    `${path}?a=b`,
    `${path}?%zz=%ff`,
    `${path}#part`,
    `http://touchline${path}`,
    `HTTP://touchline${path}`,
    `https://other.example:443${path}`,
    `http://touchline/${escaped(first)}${tail}`,
    `http://user@touchline${path}`,
  ]
}

const filled = (url: string) =>
  url
    .replace('*', 'x')
    .replace(':matchId', 'derby-1')
    .replace(':epoch', '1')
    .replace(':number', '0')
    .replace(':path', 'match.list')
const isProbe = (method: string, url: string) =>
  /^(GET|HEAD)$/.test(method) && /^\/health\/(live|ready|startup)$/.test(url)

type Route = (typeof routes)[number]

/** All spellings of all of these routes. */
async function everywhere(
  which: (route: Route) => boolean,
  check: (line: string, route: Route) => Promise<void>,
) {
  for (const route of routes.filter(which))
    for (const spelling of spellingsOf(filled(route.url)))
      await check(`${route.method} ${spelling} HTTP/1.1`, route)
}
const errorOf = ({ body }: Answer) => JSON.parse(body).error

describe('whatever the path is written like', () => {
  it('knows all routes', () => {
    const urls = new Set(routes.map(({ url }) => url))
    for (const url of [
      '/v1/matches',
      '/v1/matches/:matchId/segments/:epoch/:number',
      '/trpc/:path',
      '/openapi.json',
      '/metrics',
    ])
      expect(urls).toContain(url)
    expect(routes.length).toBeGreaterThan(40)
  })

  it('a request is counted, or it is refused', async () => {
    await everywhere(
      ({ method, url }) => method !== 'OPTIONS' && !isProbe(method, url),
      async line => {
        const { status, isCounted } = await ask(line)
        if (!isCounted) expect([400, 404], line).toContain(status)
      },
    )
  }, 60_000)

  it('a caller is known, or refused', async () => {
    await everywhere(
      ({ method, url }) => method !== 'OPTIONS' && !isProbe(method, url),
      async line => {
        const { status } = await ask(line, ['Authorization: Bearer forged'])
        expect([400, 401, 404], line).toContain(status)
      },
    )
  }, 60_000)

  it('a question of options gets no more than its answer', async () => {
    await everywhere(
      ({ method }) => method === 'OPTIONS',
      async line => {
        expect([204, 400, 404], line).toContain((await ask(line)).status)
      },
    )
  }, 60_000)

  it('only health is open to all', async () => {
    await everywhere(
      ({ method }) => method === 'GET',
      async (line, { method, url }) => {
        const { status, isCounted } = await ask(line)
        if (status === 200 && !isCounted) expect(isProbe(method, url), line).toBe(true)
      },
    )
  }, 60_000)

  it('a socket is opened at one path alone', async () => {
    const upgrade = [
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]
    for (const spelling of spellingsOf('/trpc').slice(1)) {
      const { status } = await ask(`GET ${spelling} HTTP/1.1`, [...upgrade, 'Connection: Upgrade'])
      if (status !== 101) expect([400, 404], spelling).toContain(status)
      else expect(spelling).toMatch(/^\/trpc\/?(\?|$)/)
    }
  })
})

it.each(['GET /no/such', 'POST /v2/matches', 'GET /health/livex', 'GET //v1/matches', 'GET /%76%31x'])(
  'counts %s too, for which there is no route',
  async line => {
    const { status, isCounted } = await ask(`${line} HTTP/1.1`)
    expect([status, isCounted]).toEqual([404, true])
  },
)

it('counts each call of a batch', async () => {
  const gateway = await house.gateway()
  const remaining = async (path: string) => {
    const { headers } = await fetch(`http://127.0.0.1:${gateway.port}${path}`)
    return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
  }
  const before = await remaining('/trpc/match.list')
  const after = await remaining('/trpc/match.list,match.list,no.such?batch=1&input=%7B%7D')
  expect(before - after).toBe(3)
  const escapedCommas = await remaining('/trpc/match.list%2cmatch.list%2Cmatch.list?batch=1&input=%7B%7D')
  expect(after - escapedCommas).toBe(3)
})

it.each([
  'GET /v1/matches/%zz HTTP/1.1',
  'GET /v1/%E0%A4%A HTTP/1.1',
  'GET /%ff HTTP/1.1',
  'GET http://touchline/v1/%zz HTTP/1.1',
  'GET /:a( HTTP/1.1',
  'GET /v1/:a(^x) HTTP/1.1',
  'no HTTP at all',
  'GET /v1/matches?LONG HTTP/1.1',
])('answers %s in the documented shape of an error', async line => {
  const answer = await ask(line.replace('LONG', 'x'.repeat(20_000)))
  expect([400, 404, 431]).toContain(answer.status)
  expect(errorOf(answer)).toMatchObject({ message: expect.any(String), retryable: false })
  expect(['invalid-input', 'not-found']).toContain(errorOf(answer).code)
})
