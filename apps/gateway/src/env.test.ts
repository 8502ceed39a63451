import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEnv } from './env.ts'

const DATABASE_URL = 'postgres://fan:hunter2@localhost/touchline'

it('needs a database and says so; the rest has standards', () => {
  expect(() => readEnv({})).toThrow(/DATABASE_URL must be a postgres:\/\/ URL/)
  expect(readEnv({ DATABASE_URL })).toMatchObject({
    streams: { databaseUrl: DATABASE_URL, redis: undefined },
    workers: 1,
    gateway: { host: '127.0.0.1', port: 4000, origins: '*', limits: { drainMs: 30_000 } },
  })
})

it('lets any page read, or those it lists', () => {
  const { origins } = readEnv({ DATABASE_URL, CORS_ORIGINS: 'https://a.example, https://b.example' }).gateway
  expect(origins).toEqual(['https://a.example', 'https://b.example'])
})

it('reads secrets from files, and never shows one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-env-'))
  const file = join(folder, 'database-url')
  writeFileSync(file, `${DATABASE_URL}\n`)
  expect(readEnv({ DATABASE_URL_FILE: file }).streams.databaseUrl).toBe(DATABASE_URL)
  rmSync(folder, { recursive: true })
  const faulty = () => readEnv({ DATABASE_URL: 'mysql://fan:hunter2@localhost', PORT: 'many' })
  expect(faulty).toThrow(/PORT/)
  expect(faulty).not.toThrow(/hunter2/)
})

it('starts as many workers as it is told, or one per core', () => {
  const workers = (WORKERS: string) => readEnv({ DATABASE_URL, WORKERS }).workers
  expect(workers('3')).toBe(3)
  expect(workers('auto')).toBeGreaterThanOrEqual(1)
  for (const faulty of ['0', '1.5', '65', 'all'])
    expect(() => workers(faulty)).toThrow(/WORKERS must be "auto"/)
  expect(readEnv({ DATABASE_URL, WORKERS: '2' }).gateway.sharesPort).toBe(true)
  expect(() => readEnv({ DATABASE_URL, WORKERS: '2', PORT: '0' })).toThrow(/PORT must be a fixed one/)
})

it('knows whose tokens count, and how much each caller may take', () => {
  const jwks = '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}'
  expect(readEnv({ DATABASE_URL }).gateway.admission).toMatchObject({
    fanKeys: undefined,
    apiKeyPepper: undefined,
    limits: { socketsPerFan: 3, requestsPerMinute: { free: 1_000 } },
  })
  const set = {
    DATABASE_URL,
    FAN_JWKS_URL: 'https://fans.example/jwks',
    SOCKETS_PER_FAN: '5',
    REQUESTS_PER_MINUTE: '9',
  }
  expect(readEnv(set).gateway.admission).toMatchObject({
    fanKeys: [{ url: 'https://fans.example/jwks' }],
    limits: { socketsPerFan: 5, socketsPerKey: 50, requestsPerMinute: { free: 9, pro: 10_000 } },
  })
  expect(readEnv({ ...set, FAN_JWKS: jwks }).gateway.admission.fanKeys).toEqual([
    { jwks },
    { url: 'https://fans.example/jwks' },
  ])
  expect(() => readEnv({ DATABASE_URL, FAN_JWKS: '{"keys":[]}' })).toThrow(/FAN_JWKS must be/)
  const short = () => readEnv({ DATABASE_URL, API_KEY_PEPPER: 'hunter2' })
  expect(short).toThrow(/API_KEY_PEPPER/)
  expect(short).not.toThrow(/hunter2/)
})
