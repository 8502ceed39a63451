import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { importJWK, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createFanKeys } from './fan-keys.ts'
import { createTokenCheck, type TokenCheck } from './fan-tokens.ts'
import { createSigner, fanClaims, type Signer } from './testing/signer.ts'

let signer: Signer
let check: TokenCheck
const nowSeconds = Math.floor(Date.now() / 1_000)
const refused = { ok: false, code: 'unauthorized' }

beforeAll(async () => {
  signer = await createSigner()
  const keys = createFanKeys({ jwks: signer.jwks }, () => {})
  check = createTokenCheck({ keys, issuer: undefined, now: Date.now })
})

it('knows the fan, the session, the tier and the end', async () => {
  const token = await signer.sign({ tier: 'plus', exp: nowSeconds + 120 })
  expect(await check(token)).toMatchObject({
    ok: true,
    value: {
      identity: {
        kind: 'fan',
        fanId: 'ann',
        sessionId: 's1',
        tier: 'plus',
        expiresAtMs: (nowSeconds + 120) * 1_000,
      },
    },
  })
  expect(await check(await signer.sign())).toMatchObject({ value: { identity: { tier: 'free' } } })
  const several = await signer.sign({ aud: ['shop', 'touchline-fans'] })
  expect(await check(several)).toMatchObject({ ok: true })
})

describe('refuses, and says no more than that,', () => {
  it.each<[string, Record<string, unknown>]>([
    ['one for somebody else', { aud: 'shop' }],
    ['one for nobody', { aud: undefined }],
    ['one that has ended', { iat: nowSeconds - 100, exp: nowSeconds - 10 }],
    ['one from the future', { iat: nowSeconds + 60, exp: nowSeconds + 120 }],
    ['one that lives too long', { iat: nowSeconds, exp: nowSeconds + 301 }],
    ['one without an end', { exp: undefined }],
    ['one without a beginning', { iat: undefined }],
    ['one without a session', { sid: undefined }],
    ['one with an empty session', { sid: '' }],
    ['one without a fan', { sub: undefined }],
    ['one with too long a name', { sub: 'x'.repeat(129) }],
    ['one of no tier that there is', { tier: 'gold' }],
    ['one that is not yet valid', { nbf: nowSeconds + 60 }],
    ['one of more than 4 KB', { more: 'x'.repeat(4_000) }],
  ])('%s', async (_, claims) => {
    expect(await check(await signer.sign(claims))).toEqual(refused)
  })

  it('one that nobody signed', async () => {
    const token = new UnsecuredJWT(fanClaims()).encode()
    expect(await check(token)).toEqual(refused)
    expect(await check('')).toEqual(refused)
    expect(await check('a.b.c')).toEqual(refused)
  })

  it('one signed with the public key as if it were a secret', async () => {
    const key = createPublicKey({ key: signer.publicKey as JsonWebKey, format: 'jwk' })
    const pem = key.export({ type: 'spki', format: 'pem' }).toString()
    for (const secret of [pem, signer.publicKey.x ?? '']) {
      const header = { alg: 'HS256', kid: 'k1' }
      const token = await new SignJWT(fanClaims())
        .setProtectedHeader(header)
        .sign(Buffer.from(secret.padEnd(32)))
      expect(await check(token)).toEqual(refused)
    }
    const octets = { kty: 'oct', k: signer.publicKey.x ?? '', alg: 'HS256' }
    const token = await new SignJWT(fanClaims())
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(await importJWK(octets))
    expect(await check(token)).toEqual(refused)
  })

  it('one of another algorithm, whatever the key would take', async () => {
    const secret = Buffer.from('a secret of thirty-two characters')
    const lenient = createTokenCheck({
      keys: { keyOf: async () => secret },
      issuer: undefined,
      now: Date.now,
    })
    const token = await new SignJWT(fanClaims()).setProtectedHeader({ alg: 'HS256' }).sign(secret)
    expect(await lenient(token)).toEqual(refused)
  })

  it("one signed with another's key, and one that was changed", async () => {
    const other = await createSigner()
    expect(await check(await other.sign())).toEqual(refused)
    const [head, , signature] = (await signer.sign()).split('.')
    const body = Buffer.from(JSON.stringify(fanClaims({ sub: 'bob' }))).toString('base64url')
    expect(await check(`${head}.${body}.${signature}`)).toEqual(refused)
  })

  it('all, where no keys are set', async () => {
    const closed = createTokenCheck({ keys: undefined, issuer: undefined, now: Date.now })
    expect(await closed(await signer.sign())).toEqual(refused)
  })
})

it('asks for the issuer where one is set', async () => {
  const keys = createFanKeys({ jwks: signer.jwks }, () => {})
  const strict = createTokenCheck({ keys, issuer: 'https://fans.example', now: Date.now })
  expect(await strict(await signer.sign())).toEqual(refused)
  expect(await strict(await signer.sign({ iss: 'https://evil.example' }))).toEqual(refused)
  expect(await strict(await signer.sign({ iss: 'https://fans.example' }))).toMatchObject({ ok: true })
})

it('bears clocks that differ by a few seconds', async () => {
  expect(await check(await signer.sign({ iat: nowSeconds - 60, exp: nowSeconds - 1 }))).toMatchObject({
    ok: true,
  })
  expect(await check(await signer.sign({ iat: nowSeconds + 3, exp: nowSeconds + 63 }))).toMatchObject({
    ok: true,
  })
})
