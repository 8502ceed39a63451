import type { AppRouter } from '@touchline/api'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { idsBetween, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'

let house: TestHouse
let url: string
let port: number
beforeAll(async () => {
  house = await openHouse()
  port = (await house.gateway({ origins: ['https://fans.example'], limits: { drainMs: 100, sockets: 3 } }))
    .port
  url = `http://127.0.0.1:${port}`
  await house.store(25)
})
afterAll(() => house.close())

const get = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${url}${path}`, init)
  return { status: response.status, headers: response.headers, body: await response.json() }
}

describe('REST', () => {
  it('pages a match from its beginning to its end', async () => {
    expect((await get('/v1/matches')).body.items).toMatchObject([{ matchId: 'derby-1', lastSeq: 25 }])
    expect((await get('/v1/matches/derby-1')).body).toMatchObject({
      lastSeq: 25,
      score: { home: 0, away: 0 },
    })
    const seqs: number[] = []
    let after = ''
    do {
      const { body } = await get(`/v1/matches/derby-1/events?limit=10${after && `&after=${after}`}`)
      seqs.push(...body.items.map((event: { seq: number }) => event.seq))
      after = body.next ?? ''
    } while (after)
    expect(seqs).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
  })

  it.each([
    ['/v1/matches/derby-1/events?after=1:25', 0],
    ['/v1/matches/derby-1/events?after=1:9999999999', 25],
    ['/v1/matches/derby-1/events?after=9:3', 25],
  ])('%s has %i items', async (path, count) => {
    const { body } = await get(path)
    expect(body.items).toHaveLength(count)
    expect(body.next).toBeNull()
  })

  it.each([
    ['/v1/matches/nobody', 404, 'match-not-found'],
    ['/v1/matches/nobody/events', 404, 'match-not-found'],
    ['/v1/matches/%00', 400, 'invalid-input'],
    ['/v1/matches/derby-1/events?limit=0', 400, 'invalid-input'],
    ['/v1/matches/derby-1/events?limit=ten', 400, 'invalid-input'],
    ['/v1/matches/derby-1/events?after=yesterday', 400, 'invalid-input'],
    ['/v1/matches/derby-1/events?after=1:1&after=1:2', 400, 'invalid-input'],
    ['/v1/matches/%ff', 400, 'invalid-input'],
    ['/v1', 404, 'not-found'],
  ])('%s is answered with %i %s', async (path, status, code) => {
    const answer = await get(path)
    expect(answer).toMatchObject({ status, body: { error: { code, retryable: false } } })
    expect(Object.keys(answer.body)).toEqual(['error'])
  })

  it('names what is wrong with an input', async () => {
    const { body } = await get('/v1/matches/derby-1/events?limit=0')
    expect(body.error.faults).toMatchObject([{ path: 'limit' }])
  })

  it('refuses other methods, and bodies that are too large', async () => {
    const posted = await get('/v1/matches', { method: 'POST' })
    expect(posted).toMatchObject({ status: 405, body: { error: { code: 'not-found' } } })
    expect(posted.headers.get('allow')).toContain('GET')
    const headers = { 'content-type': 'application/json' }
    const large = await get('/trpc/match.list', { method: 'POST', headers, body: 'x'.repeat(300_000) })
    expect(large).toMatchObject({ status: 413, body: { error: { code: 'payload-too-large' } } })
  })

  it('describes itself', async () => {
    const { body } = await get('/openapi.json')
    expect(body.openapi).toBe('3.1.1')
    expect(Object.keys(body.paths)).toHaveLength(6)
  })
})

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    fetch(`${url}/v1/matches`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    })

  it('may read if they are listed, and send the cookie of their fan', async () => {
    const { headers } = await preflight('https://fans.example')
    expect(headers.get('access-control-allow-origin')).toBe('https://fans.example')
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  const refusedWith = (path: string, origin?: string) =>
    new Promise<number | undefined>(resolve => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: origin ? { origin } : {} })
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
      socket.on('open', () => {
        resolve(undefined)
        socket.terminate()
      })
      socket.on('error', () => {})
    })

  it('open sockets by the same rule, and at the one path there is', async () => {
    expect(await refusedWith('/trpc', 'https://fans.example')).toBeUndefined()
    expect(await refusedWith('/trpc', 'https://evil.example')).toBe(403)
    expect(await refusedWith('/trpcs')).toBe(404)
  })

  it('open only so many sockets', async () => {
    const fans = await Promise.all([1, 2, 3].map(() => seatFan({ port: () => port })))
    expect(await refusedWith('/trpc')).toBe(503)
    await Promise.all(fans.map(fan => fan.close()))
    await vi.waitFor(async () => expect(await refusedWith('/trpc')).toBeUndefined(), 10_000)
  })
})

describe('tRPC over HTTP', () => {
  const client = () => createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc` })] })
  const matchId = 'derby-1' as never

  it('answers queries, several in one request', async () => {
    const { match } = client()
    const [list, one, page] = await Promise.all([
      match.list.query(),
      match.get.query({ matchId }),
      match.events.query({ matchId, after: '1:20' }),
    ])
    expect(list.items).toHaveLength(1)
    expect(one.lastSeq).toBe(25)
    expect(page.items.map(event => event.seq)).toEqual([21, 22, 23, 24, 25])
  })

  it('tells errors by code, with no stack and no text of its own', async () => {
    const { match } = client()
    await expect(match.get.query({ matchId: 'nobody' as never })).rejects.toMatchObject({
      message: 'no such match',
      data: { code: 'NOT_FOUND', httpStatus: 404, errorCode: 'match-not-found', retryable: false },
    })
    await expect(match.get.query({ matchId: '<script>' as never })).rejects.toMatchObject({
      data: { errorCode: 'invalid-input', faults: [{ path: 'matchId' }] },
    })
    const raw = JSON.stringify((await get('/trpc/no.such')).body)
    expect(raw).toContain('not-found')
    expect(raw).not.toMatch(/stack|no\.such"? on|procedure/i)
  })

  const idsOfStream = async (count: number, headers: Record<string, string> = {}) => {
    const leaving = new AbortController()
    const input = encodeURIComponent(JSON.stringify({ matchId, from: 'start' }))
    const init = { headers: { accept: 'text/event-stream', ...headers }, signal: leaving.signal }
    const response = await fetch(`${url}/trpc/match.feed?input=${input}`, init)
    const ids: string[] = []
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      ids.push(...[...chunk.matchAll(/^id: (\S+)$/gm)].map(found => found[1] ?? ''))
      if (ids.length >= count) break
    }
    leaving.abort()
    return ids
  }

  it('carries a feed as server-sent events under the same ids', async () => {
    expect(await idsOfStream(25)).toEqual(idsBetween(1, 1, 25))
    expect(await idsOfStream(5, { 'last-event-id': '1:20' })).toEqual(idsBetween(1, 21, 25))
  })
})

it('reports its health, and its stage', async () => {
  expect((await get('/health/live')).status).toBe(200)
  expect((await get('/health/ready')).body).toMatchObject({
    ok: true,
    checks: ['schema', 'database', 'broadcast', 'shared-limits', 'pool'].map(name => ({
      name,
      outcome: 'ok',
    })),
  })
  expect((await get('/health/startup')).body).toMatchObject({ ok: true, checks: [{ name: 'schema' }] })
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('touchline_connections')
  expect(metrics).toContain('touchline_pool_use_ratio{pool="gateway"')
  await vi.waitFor(
    async () => {
      const { rows } = await house.database.database.pool.query('select gauges from stage_reports')
      expect(rows[0]?.gauges).toMatchObject({ connections: 0, subscriptions: 0 })
    },
    { timeout: 5_000 },
  )
})
