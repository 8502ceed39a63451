import { atCommandLine, createApiKey, createApiKeyInput, newKeyText } from '@touchline/api'
import type { Database } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { type ApiKeys, createApiKeys } from './api-keys.ts'

let test: TestDatabase
const pepper = 'a pepper for tests alone'
const opened: ApiKeys[] = []
beforeAll(async () => {
  test = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map(keys => keys.close()))
})
afterAll(() => test.drop())

/** The database, and how many lookups it was asked for. */
function counting() {
  let lookups = 0
  let isAway = false
  const query = (config: { name: string; text: string; values: unknown[] }) => {
    if (config.name === 'find-api-keys') lookups += 1
    return isAway ? Promise.reject(new Error('away')) : test.database.pool.query(config)
  }
  const database = { pool: { query } } as unknown as Pick<Database, 'pool'>
  return {
    database,
    lookups: () => lookups,
    setAway: (away: boolean) => {
      isAway = away
    },
  }
}

function open(now: () => number = Date.now, asked = counting()) {
  const keys = createApiKeys({ database: asked.database, pepper, onError: () => {}, now })
  opened.push(keys)
  return { keys, ...asked }
}

async function make() {
  const input = createApiKeyInput.parse({ owner: 'acme', name: 'feed', scopes: ['matches:read'] })
  const made = await createApiKey({ database: test.database, pepper }, input, atCommandLine('op'))
  if (!made.ok) throw new Error('not made')
  return made.value
}

const unauthorized = { ok: false, code: 'unauthorized' }

it('looks a key up once a second, however often it calls', async () => {
  const { key, apiKey } = await make()
  let nowMs = Date.now()
  const { keys, lookups } = open(() => nowMs)
  const all = await Promise.all(Array.from({ length: 30 }, () => keys.check(key)))
  expect(all.every(result => result.ok)).toBe(true)
  expect(await keys.check(key)).toMatchObject({ value: { keyId: apiKey.keyId, scopes: ['matches:read'] } })
  expect(lookups()).toBe(1)
  nowMs += 1_001
  await keys.check(key)
  expect(lookups()).toBe(2)
  keys.forget(apiKey.keyId)
  await keys.check(key)
  expect(lookups()).toBe(3)
})

it('asks for no query where the text can be no key: typos, guesses, keys of another house', async () => {
  const { key, apiKey } = await make()
  const { keys, lookups } = open()
  const typo = `${key.slice(0, -9)}${key.at(-9) === '0' ? '1' : '0'}${key.slice(-8)}`
  const guesses = Array.from({ length: 200 }, () => newKeyText('another pepper').text)
  const sameId = guesses.map(guess => `tlk_${apiKey.keyId}_${guess.slice(17)}`)
  for (const text of [typo, '', 'tlk_', `${key}x`, key.toUpperCase(), ...guesses, ...sameId]) {
    expect(await keys.check(text)).toEqual(unauthorized)
  }
  expect(lookups()).toBe(0)
})

it('asks once a second for a key that is there no more', async () => {
  const { keys, lookups } = open()
  const { text } = newKeyText(pepper)
  for (let n = 0; n < 20; n++) expect(await keys.check(text)).toEqual(unauthorized)
  expect(lookups()).toBe(1)
})

it('compares what is stored with the whole key', async () => {
  const { apiKey } = await make()
  const { key } = await make()
  const { keys } = open()
  const hash = (await test.database.pool.query('select hash from api_keys where key_id = $1', [apiKey.keyId]))
    .rows[0]
  await test.database.pool.query('update api_keys set hash = $2 where key_id = $1', [
    key.slice(4, 16),
    hash.hash,
  ])
  expect(await keys.check(key)).toEqual(unauthorized)
})

it('refuses a key that has ended', async () => {
  const { key, apiKey } = await make()
  const { keys } = open()
  await test.database.pool.query('update api_keys set expires_at = now() where key_id = $1', [apiKey.keyId])
  expect(await keys.check(key)).toEqual(unauthorized)
})

it('goes on for a minute with a key that was good while the database is away', async () => {
  const { key } = await make()
  let nowMs = Date.now()
  const { keys, setAway } = open(() => nowMs)
  expect(await keys.check(key)).toMatchObject({ ok: true })
  setAway(true)
  nowMs += 30_000
  expect(await keys.check(key)).toMatchObject({ ok: true })
  nowMs += 31_000
  expect(await keys.check(key)).toEqual({ ok: false, code: 'unavailable' })
})

it('notes the use of a key at most once a minute', async () => {
  const { key, apiKey } = await make()
  const used = async () =>
    (await test.database.pool.query('select last_used_at from api_keys where key_id = $1', [apiKey.keyId]))
      .rows[0].last_used_at
  const first = open()
  await first.keys.check(key)
  await first.keys.close()
  const at = await used()
  expect(at).toBeInstanceOf(Date)
  const second = open()
  await second.keys.check(key)
  await second.keys.close()
  expect(await used()).toEqual(at)
  await test.database.pool.query(`update api_keys set last_used_at = now() - interval '2 min'`)
  const third = open()
  await third.keys.check(key)
  await vi.waitFor(async () => expect((await used()).getTime()).toBeGreaterThanOrEqual(at.getTime()), {
    timeout: 4_000,
  })
})
