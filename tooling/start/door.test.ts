import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { adminLines, doorEnv, keepSecrets, keptFile } from './door.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'door-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const settings = () => ({
  dataDir: folder,
  ports: { web: 3100, gateway: 4001, ingest: 1, processor: 2, simulator: 3 },
})
const nothing = () => false

it('keeps one secret for good, for this user alone', () => {
  const path = join(folder, 'deep', 'secret')
  keptFile(path)
  const first = readFileSync(path, 'utf8')
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  keptFile(path)
  expect(readFileSync(path, 'utf8')).toBe(first)
})

it('tells the web app its secrets by file, and the gateway where the keys of its fans are', () => {
  expect(doorEnv(settings(), nothing)).toEqual({
    web: {
      AUTH_SECRET_FILE: join(folder, 'auth-secret'),
      API_KEY_PEPPER_FILE: join(folder, 'fan-keys', 'api-key-pepper'),
      WEB_PUBLIC_URL: 'http://127.0.0.1:3100,http://localhost:3100',
    },
    gateway: {
      API_KEY_PEPPER_FILE: join(folder, 'fan-keys', 'api-key-pepper'),
      FAN_JWKS_URL: 'http://127.0.0.1:3100/api/auth/jwks',
    },
  })
})

it('leaves alone what was given', () => {
  expect(doorEnv(settings(), () => true)).toEqual({ web: {}, gateway: {} })
  keepSecrets(folder, () => true)
  expect(readdirSync(folder)).toEqual([])
  keepSecrets(folder, nothing)
  expect(readdirSync(folder).toSorted()).toEqual(['auth-secret', 'fan-keys'])
})

it('shows a password only when it was made', () => {
  const made = { kind: 'made', email: 'a@example.com', oneTimePassword: 'abcd' } as const
  expect(adminLines(made).join()).toContain('abcd')
  expect(adminLines({ kind: 'waiting', email: 'a@example.com' }).join()).toContain(
    'reset-password a@example.com',
  )
  expect(adminLines({ kind: 'present' })).toEqual([])
})
