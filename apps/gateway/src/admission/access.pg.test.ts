import {
  type AppRouter,
  atCommandLine,
  createApiKey,
  createApiKeyInput,
  revoke,
  revokeInput,
} from '@touchline/api'
import { closeCodes } from '@touchline/contracts'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import type { RunningGateway } from '../gateway.ts'
import { openHouse, type TestHouse } from '../testing/house.ts'
import { testMatch } from '../testing/match-events.ts'
import { createSigner, type Signer } from './testing/signer.ts'

let house: TestHouse
let signer: Signer
let gateway: RunningGateway
let other: RunningGateway
const pepper = 'a pepper for tests alone'
const clients: { close(): Promise<void> }[] = []
beforeAll(async () => {
  house = await openHouse()
  signer = await createSigner()
  const admission = { fanKeys: { jwks: signer.jwks }, apiKeyPepper: pepper, limits: { maxDelayMs: 10_000 } }
  gateway = await house.gateway({ admission, instance: 'one' })
  other = await house.gateway({ admission, instance: 'two', origins: ['https://fans.example'] })
  await house.publish(3)
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
})
afterAll(() => house.close())

/** A stock client that shows credentials, and notes the codes with which its sockets are closed. */
function connect(connectionParams: Record<string, string>, { port } = gateway) {
  const codes: number[] = []
  const client = createWSClient({
    url: `ws://127.0.0.1:${port}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams,
    retryDelayMs: () => 60_000,
    onClose: cause => codes.push(cause?.code ?? 0),
  })
  clients.push(client)
  return { codes, api: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }) }
}

const rest = (path: string, authorization?: string, { port } = gateway) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: authorization ? { authorization } : {} })
const nowSeconds = () => Math.floor(Date.now() / 1_000)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error.data?.errorCode,
  )

async function makeKey(scopes: readonly string[]) {
  const input = createApiKeyInput.parse({ owner: 'acme', name: 'n', scopes, requestsPerMinute: 3 })
  const made = await createApiKey({ database: house.database.database, pepper }, input, atCommandLine('op'))
  if (!made.ok) throw new Error('not made')
  return made.value
}

it('knows a fan, and goes on with a newer token on the same socket', async () => {
  const { api, codes } = connect({
    token: await signer.sign({ sub: 'ann', sid: 'a', exp: nowSeconds() + 30 }),
  })
  expect(await api.session.who.query()).toMatchObject({ kind: 'fan', fanId: 'ann', tier: 'free' })
  const token = await signer.sign({ sub: 'ann', sid: 'a', tier: 'pro', exp: nowSeconds() + 200 })
  const renewed = await api.session.renew.mutate({ token })
  expect(renewed).toMatchObject({ kind: 'fan', fanId: 'ann', tier: 'pro' })
  expect(await api.session.who.query()).toEqual(renewed)
  const others = [
    { sub: 'bob', sid: 'a' },
    { sub: 'ann', sid: 'b' },
  ]
  for (const claims of others) {
    expect(await codeOf(api.session.renew.mutate({ token: await signer.sign(claims) }))).toBe('unauthorized')
  }
  expect(codes).toEqual([])
})

it('closes the sockets of who is revoked within a second, at every gateway', async () => {
  const token = await signer.sign({ sub: 'eve', sid: 'e' })
  const fans = [connect({ token }, gateway), connect({ token }, other)]
  await Promise.all(fans.map(({ api }) => api.session.who.query()))
  await revoke(
    house.database.database,
    revokeInput.parse({ kind: 'fan', subject: 'eve', reason: 'r' }),
    atCommandLine('op'),
  )
  await vi.waitFor(
    () => expect(fans.map(({ codes }) => codes)).toEqual([[closeCodes.revoked], [closeCodes.revoked]]),
    { timeout: 1_000, interval: 10 },
  )
})

it("closes the oldest of a fan's sockets when there are too many", async () => {
  const fans: ReturnType<typeof connect>[] = []
  for (let n = 0; n < 4; n++) {
    const fan = connect({ token: await signer.sign({ sub: 'dan', sid: `d${n}` }) })
    await fan.api.session.who.query()
    fans.push(fan)
  }
  await vi.waitFor(() => expect(fans.map(({ codes }) => codes.length)).toEqual([1, 0, 0, 0]), 10_000)
  expect(fans[0]?.codes).toEqual([closeCodes.tooManySockets])
})

it('turns forged tokens away, on sockets and on HTTP', async () => {
  const forged = await (await createSigner()).sign()
  const { codes } = connect({ token: forged })
  await vi.waitFor(() => expect(codes).toHaveLength(1), 10_000)
  expect((await rest('/v1/matches', `Bearer ${forged}`)).status).toBe(401)
  expect((await rest('/v1/matches', `Bearer ${await signer.sign()}`)).status).toBe(200)
  expect((await rest('/v1/matches')).status).toBe(200)
})

it('gives an API key what its scopes and its quota allow', async () => {
  const [reads, feeds] = [await makeKey(['matches:read']), await makeKey(['matches:feed'])]
  const statuses = []
  for (let n = 0; n < 4; n++) {
    const response = await rest('/v1/matches', `Bearer ${reads.key}`)
    statuses.push(response.status)
    expect(response.headers.get('ratelimit-policy')).toBe('"caller";q=3;w=60')
    const retryAfter = response.headers.get('retry-after')
    expect(retryAfter === null ? 0 : Number(retryAfter)).toBeGreaterThan(n === 3 ? 30 : -1)
    expect(retryAfter === null).toBe(n < 3)
  }
  expect(statuses).toEqual([200, 200, 200, 429])
  expect((await rest('/v1/matches', `Bearer ${feeds.key}`)).status).toBe(403)
  const { api } = connect({ apiKey: feeds.key })
  expect(await api.session.who.query()).toMatchObject({ kind: 'developer', owner: 'acme' })
  expect(await codeOf(api.match.get.query({ matchId: testMatch }))).toBe('forbidden')
  const refused = new Promise(resolve => {
    const follower = connect({ apiKey: reads.key }).api
    follower.match.feed.subscribe(
      { matchId: testMatch },
      { onError: error => resolve(error.data?.errorCode), onStarted: () => resolve('started') },
    )
  })
  expect(await refused).toBe('forbidden')
})

it('takes a cookie only from a page that it knows', async () => {
  const cookie = `touchline_fan=${await signer.sign({ sub: 'kim' })}`
  const opened = (origin: string | undefined, { port }: RunningGateway) =>
    new Promise<string>(resolve => {
      const headers = { cookie, ...(origin ? { origin } : {}) }
      const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc`, { headers })
      const who = { id: 1, method: 'query', params: { path: 'session.who' } }
      socket.on('open', () => socket.send(JSON.stringify(who)))
      socket.on('message', data => {
        const { result } = JSON.parse(String(data))
        resolve(result?.data?.fanId ?? result?.data?.kind ?? 'refused')
        socket.close()
      })
      socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)))
      socket.on('error', () => {})
    })
  expect(await opened('https://fans.example', other)).toBe('kim')
  expect(await opened('https://evil.example', other)).toBe('403')
  expect(await opened(undefined, other)).toBe('anonymous')
  expect(await opened('https://fans.example', gateway)).toBe('anonymous')
})
