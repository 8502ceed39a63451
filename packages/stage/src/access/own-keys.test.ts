import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fanClaimsSchema } from '@touchline/contracts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openOwnKeys } from './own-keys.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('makes its keys once, even where several ask first, for one user alone', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => openOwnKeys(folder)))
  expect(new Set(all.map(keys => keys.jwks)).size).toBe(1)
  expect(new Set(all.map(keys => keys.apiKeyPepper)).size).toBe(1)
  for (const name of ['ed25519.pem', 'api-key-pepper']) {
    expect(statSync(join(folder, 'fan-keys', name)).mode & 0o777).toBe(0o600)
  }
  expect(statSync(join(folder, 'fan-keys')).mode & 0o777).toBe(0o700)
  expect((await openOwnKeys(folder)).jwks).toBe(all[0]?.jwks)
})

it('shows no private part, and signs what a gateway takes', async () => {
  const keys = await openOwnKeys(folder)
  const [key] = JSON.parse(keys.jwks).keys
  expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  const token = keys.sign({ fanId: 'ann', sessionId: 's1', tier: 'pro', seconds: 60 })
  const [head = '', body = '', signature = ''] = token.split('.')
  const public_ = await crypto.subtle.importKey('jwk', key, 'Ed25519', false, ['verify'])
  const signed = Buffer.from(`${head}.${body}`)
  expect(await crypto.subtle.verify('Ed25519', public_, Buffer.from(signature, 'base64url'), signed)).toBe(
    true,
  )
  const claims = fanClaimsSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
  expect(claims).toMatchObject({ sub: 'ann', sid: 's1', tier: 'pro', aud: 'touchline-fans' })
  expect(claims.exp - claims.iat).toBe(60)
})
