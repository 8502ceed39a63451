import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFanKeys, readKeySet } from './fan-keys.ts'
import { createTokenCheck } from './fan-tokens.ts'
import { createSigner } from './testing/signer.ts'

let server: Server
let url: string
let asked = 0
let answer: () => { status?: number; body: string } | 'hang'
let errors: unknown[]

beforeEach(async () => {
  asked = 0
  errors = []
  server = createServer((_request, response) => {
    asked += 1
    const given = answer()
    if (given !== 'hang') response.writeHead(given.status ?? 200).end(given.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const checkOf = (times: Parameters<typeof createFanKeys>[2]) => {
  const told = errors
  const keys = createFanKeys({ url }, error => told.push(error), times)
  return createTokenCheck({ keys, issuer: undefined, now: Date.now })
}

it('reads a set once for many tokens', async () => {
  const signer = await createSigner()
  answer = () => ({ body: signer.jwks })
  const check = checkOf({})
  const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => signer.sign({ sub: `fan-${n}` })))
  const results = await Promise.all(tokens.map(check))
  expect(results.every(result => result.ok)).toBe(true)
  expect(asked).toBe(1)
})

it('takes a new key at once, and does not ask again for each that nobody has', async () => {
  const [old, next, unknown] = [await createSigner('k1'), await createSigner('k2'), await createSigner('k3')]
  let body = old.jwks
  answer = () => ({ body })
  const check = checkOf({ cooldownMs: 50 })
  expect(await check(await old.sign())).toMatchObject({ ok: true })
  body = next.jwks
  await vi.waitFor(async () => expect(await check(await next.sign())).toMatchObject({ ok: true }))
  expect(await check(await old.sign())).toMatchObject({ ok: false })
  const cooling = checkOf({ cooldownMs: 60_000 })
  await cooling(await next.sign())
  const before = asked
  for (let n = 0; n < 50; n++)
    expect(await cooling(await unknown.sign())).toEqual({ ok: false, code: 'unauthorized' })
  expect(asked).toBe(before)
})

it('keeps what it has while the URL is away', async () => {
  const signer = await createSigner()
  let isAway = false
  answer = () => (isAway ? { status: 500, body: '' } : { body: signer.jwks })
  const check = checkOf({ maxAgeMs: 0, cooldownMs: 0 })
  expect(await check(await signer.sign())).toMatchObject({ ok: true })
  isAway = true
  await vi.waitFor(async () => {
    expect(await check(await signer.sign())).toMatchObject({ ok: true })
    expect(errors.length).toBeGreaterThan(0)
  })
})

const ownKey = '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
it.each<[string, () => { status?: number; body: string } | 'hang']>([
  ['an error', () => ({ status: 503, body: '' })],
  ['silence', () => 'hang'],
  ['no set', () => ({ body: '<html>' })],
  ['too much', () => ({ body: `{"keys":[${ownKey}],"more":"${'x'.repeat(100_000)}"}` })],
  ['a set without a key of ours', () => ({ body: '{"keys": [{"kty": "RSA"}]}' })],
])('says that it can not tell where the URL answers with %s', async (_, given) => {
  answer = given
  const signer = await createSigner()
  const check = checkOf({ timeoutMs: 100 })
  expect(await check(await signer.sign())).toEqual({ ok: false, code: 'unavailable' })
  expect(errors).toHaveLength(1)
})

it('takes the keys of a set that is at hand and of one behind a URL, the first even while that is away', async () => {
  const [own, theirs, unknown] = [
    await createSigner('k1'),
    await createSigner('k2'),
    await createSigner('k3'),
  ]
  let isAway = true
  answer = () => (isAway ? { status: 500, body: '' } : { body: theirs.jwks })
  const keys = createFanKeys([{ jwks: own.jwks }, { url }], error => errors.push(error), { cooldownMs: 0 })
  const check = createTokenCheck({ keys, issuer: undefined, now: Date.now })
  expect(await check(await own.sign())).toMatchObject({ ok: true })
  expect(asked).toBe(0)
  expect(await check(await theirs.sign())).toEqual({ ok: false, code: 'unavailable' })
  isAway = false
  expect(await check(await theirs.sign())).toMatchObject({ ok: true })
  expect(await check(await unknown.sign())).toEqual({ ok: false, code: 'unauthorized' })
  expect(await check(await own.sign())).toMatchObject({ ok: true })
})

it('keeps the public part of a key alone', async () => {
  const { keys } = readKeySet('{"keys":[{"kty":"OKP","crv":"Ed25519","x":"abc","d":"secret","kid":"k"}]}')
  expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', x: 'abc', kid: 'k', alg: 'EdDSA', use: 'sig' }])
})
