import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { listAllRevocations, listRevocationsInput } from '../revocation/list.ts'
import { createApiKey, createApiKeyInput } from './create.ts'
import { listAllApiKeys, listApiKeysInput } from './list.ts'
import { revokeApiKey } from './revoke.ts'
import { rotateApiKey } from './rotate.ts'

let test: TestDatabase
const pepper = 'a pepper for tests alone'
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

async function make(fields: Record<string, unknown> = {}) {
  const input = createApiKeyInput.parse({ owner: 'acme', name: 'n', ...fields })
  const made = await createApiKey({ database: test.database, pepper }, input, atCommandLine('op'))
  if (!made.ok) throw new Error('not made')
  return made.value
}
const rotate = (keyId: string, overlapHours = 24) =>
  rotateApiKey({ database: test.database, pepper }, { keyId, overlapHours }, atCommandLine('op'))

it('makes a key with all that was asked for, and what nobody asked for as little as possible', async () => {
  expect((await make()).apiKey).toMatchObject({
    scopes: ['matches:read', 'matches:feed'],
    tier: 'free',
    requestsPerMinute: null,
    expiresAt: null,
    createdBy: 'op',
    lastUsedAt: null,
  })
  const { key, apiKey } = await make({ scopes: ['matches:feed', 'matches:feed'], expiresInDays: 1 })
  expect(apiKey.scopes).toEqual(['matches:feed'])
  expect(Date.parse(apiKey.expiresAt ?? '') - Date.now()).toBeCloseTo(86_400_000, -4)
  expect(Object.values(apiKey).map(String).join()).not.toContain(key.slice(17))
  expect(createApiKeyInput.safeParse({ owner: 'a', name: 'b', scopes: [] }).success).toBe(false)
})

it('rotates a key once, and never lengthens its life', async () => {
  const { apiKey } = await make({ expiresInDays: 1, tier: 'pro', requestsPerMinute: 5 })
  const rotated = await rotate(apiKey.keyId, 48)
  expect(rotated).toMatchObject({
    ok: true,
    value: {
      apiKey: { owner: 'acme', tier: 'pro', requestsPerMinute: 5, expiresAt: apiKey.expiresAt },
      old: { expiresAt: apiKey.expiresAt },
    },
  })
  expect(await rotate(apiKey.keyId)).toEqual({ ok: false, code: 'state-conflict' })
  expect(await rotate('nobodyhasit0')).toEqual({ ok: false, code: 'api-key-not-found' })
  const { keyId } = (await make()).apiKey
  const all = await Promise.all([1, 2, 3].map(() => rotate(keyId)))
  expect(all.filter(({ ok }) => ok)).toHaveLength(1)
})
it('revokes a key once, and leaves word for the gateways in the same transaction', async () => {
  const { apiKey } = await make()
  const input = { keyId: apiKey.keyId, reason: 'leaked' }
  expect(await revokeApiKey(test.database, input, atCommandLine('op'))).toMatchObject({
    ok: true,
    value: { apiKey: { revokedBy: 'op' }, revocation: { kind: 'api-key', subject: apiKey.keyId } },
  })
  expect(await revokeApiKey(test.database, input, atCommandLine('op'))).toEqual({
    ok: false,
    code: 'state-conflict',
  })
  expect(await rotate(apiKey.keyId)).toEqual({ ok: false, code: 'state-conflict' })
  const asked = listRevocationsInput.parse({ subject: apiKey.keyId })
  expect(await listAllRevocations(test.database, asked)).toMatchObject({
    value: { items: [{ reason: 'leaked' }] },
  })
})

it('pages through keys, each once', async () => {
  for (let n = 0; n < 7; n++) await make({ owner: 'pages', name: `key ${n}` })
  const names: string[] = []
  let after: string | undefined
  do {
    const page = await listAllApiKeys(
      test.database,
      listApiKeysInput.parse({ owner: 'pages', limit: 3, after }),
    )
    if (!page.ok) throw new Error('no page')
    names.push(...page.value.items.map(({ name }) => name))
    after = page.value.next ?? undefined
  } while (after !== undefined)
  expect(names.toSorted()).toEqual(Array.from({ length: 7 }, (_, n) => `key ${n}`))
})
