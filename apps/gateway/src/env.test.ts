import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEnv } from './env.ts'

const DATABASE_URL = 'postgres://fan:hunter2@localhost/touchline'

it('needs a database and says so; the rest has standards', () => {
  expect(() => readEnv({})).toThrow(/DATABASE_URL must be a postgres:\/\/ URL/)
  expect(readEnv({ DATABASE_URL })).toMatchObject({
    databaseUrl: DATABASE_URL,
    redisUrl: undefined,
    gateway: { host: '127.0.0.1', port: 4000, origins: '*' },
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
  expect(readEnv({ DATABASE_URL_FILE: file }).databaseUrl).toBe(DATABASE_URL)
  rmSync(folder, { recursive: true })
  const faulty = () => readEnv({ DATABASE_URL: 'mysql://fan:hunter2@localhost', PORT: 'many' })
  expect(faulty).toThrow(/PORT/)
  expect(faulty).not.toThrow(/hunter2/)
})
