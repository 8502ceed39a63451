import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readKeyText } from '@touchline/api'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from './testing/run-command.ts'

let test: TestDatabase
let folder: string
const pepper = 'a pepper for tests alone'
beforeAll(async () => {
  test = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'access-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await test.drop()
})

const access = (...args: string[]) =>
  runCommand('access', args, { DATABASE_URL: test.url, API_KEY_PEPPER: pepper, TOUCHLINE_DATA: folder })
const made = async (...args: string[]) => JSON.parse((await access('key', ...args, '--json')).out)

it('makes a key and shows it once, lists it without, rotates and revokes it', async () => {
  const created = await access('key', 'create', '--owner', 'acme', '--name', 'live feed', '--tier', 'plus')
  const [key = ''] = created.out.split('\n')
  const keyId = readKeyText(key, pepper)?.keyId ?? ''
  expect(created).toMatchObject({
    code: 0,
    out: expect.stringContaining('matches:read, matches:feed; tier plus'),
  })
  const listed = await access('key', 'list', '--owner', 'acme')
  expect(listed.out).toMatch(new RegExp(`${keyId}.*acme.*live feed.*plus.*never.*good`))
  const secret = key.slice(17)
  const { rows } = await test.database.pool.query('select api_keys::text as text from api_keys')
  for (const text of [listed.out, (await access('key', 'list', '--json')).out, JSON.stringify(rows)]) {
    expect(text).not.toContain(secret)
  }
  const rotated = await made('rotate', keyId, '--overlap-hours', '2')
  expect(rotated).toMatchObject({
    apiKey: { owner: 'acme', tier: 'plus' },
    old: { keyId, replacedBy: rotated.apiKey.keyId },
  })
  expect(Date.parse(rotated.old.expiresAt) - Date.now()).toBeLessThanOrEqual(7_200_000)
  expect(await access('key', 'rotate', keyId)).toMatchObject({ code: 2 })
  expect(await access('key', 'revoke', rotated.apiKey.keyId, '--reason', 'leaked')).toMatchObject({ code: 0 })
  expect((await access('key', 'list')).out).toMatch(/revoked/)
  expect(await access('key', 'revoke', rotated.apiKey.keyId, '--reason', 'again')).toMatchObject({ code: 2 })
  expect((await access('revocations')).out).toMatch(new RegExp(`api-key.*${rotated.apiKey.keyId}.*leaked`))
})

it('revokes and lifts', async () => {
  expect(await access('revoke', 'fan', 'ann', '--reason', 'asked', '--for-good', '--by', 'op')).toMatchObject(
    {
      code: 0,
      out: 'fan ann is revoked\n',
    },
  )
  expect((await access('revocations', '--kind', 'fan')).out).toMatch(/fan +ann +op +for good +asked/)
  expect(await access('lift', 'fan', 'ann')).toMatchObject({ code: 0 })
  expect(await access('lift', 'fan', 'ann')).toMatchObject({ code: 2 })
})

it('signs tokens with a key of its own, and needs no database for that', async () => {
  const env = { TOUCHLINE_DATA: folder }
  const token = await runCommand('access', ['token', '--fan', 'ann', '--tier', 'pro', '--sid', 's1'], env)
  const [, body = ''] = token.out.split('.')
  expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toMatchObject({
    sub: 'ann',
    sid: 's1',
    tier: 'pro',
  })
  const set = JSON.parse((await runCommand('access', ['jwks'], env)).out)
  expect(set.keys).toMatchObject([{ crv: 'Ed25519', kid: expect.any(String) }])
  expect(JSON.stringify(set)).not.toContain('"d"')
})

it('refuses what is typed wrong, and names it', async () => {
  const refusals: [string[], RegExp][] = [
    [['key', 'create', '--owner', 'acme'], /--name/],
    [['key', 'create', '--owner', 'a', '--name', 'b', '--scope', 'all'], /--scope/],
    [['key', 'create', '--owner', 'a', '--name', 'b', '--requests-per-minute', '0'], /--requests-per-minute/],
    [['key', 'destroy'], /create, list, rotate or revoke/],
    [['key', 'rotate', 'nobody'], /keyId|12 letters/],
    [['revoke', 'fan', 'ann'], /--reason/],
    [['revoke', 'club', 'ann', '--reason', 'r'], /--kind/],
    [['lift', 'api-key', 'x'], /--kind/],
    [['token', '--fan', 'ann', '--seconds', '999'], /--seconds/],
    [['token'], /--fan/],
  ]
  for (const [args, told] of refusals) {
    expect(await access(...args)).toMatchObject({ code: 2, err: expect.stringMatching(told) })
  }
  const noPepper = await runCommand('access', ['key', 'create', '--owner', 'a', '--name', 'b'], {
    DATABASE_URL: test.url,
  })
  expect(noPepper).toMatchObject({ code: 2, err: expect.stringContaining('API_KEY_PEPPER is not set') })
})
