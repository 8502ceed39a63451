import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { namesOf } from '@touchline/contracts/settings'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import * as gateway from '../../apps/gateway/src/env.ts'
import * as ingest from '../../apps/ingest/src/env.ts'
import * as processor from '../../apps/processor/src/env.ts'
import * as simulator from '../../apps/simulator/src/env.ts'
import * as web from '../../apps/web/env.ts'
import * as console from '../../apps/web/server/env.ts'
import * as stage from '../../packages/stage/src/env.ts'
import * as house from '../../packages/stage/src/house-env.ts'
import { tracked } from '../docs/tracked.ts'
import { root } from '../start/env.mjs'

type Source = Record<string, string>
interface Reader {
  readonly file: string
  readonly schema: z.ZodType
  /** Returns what a process with these settings would work with; throws what it would say. */
  read(source: Source): unknown
}

const database = 'postgres://user:hunter2@127.0.0.1/touchline'
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const partners = JSON.stringify({ simulator: { secrets: [secret] } })
const jwks = '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}'
/** Without these some can't start. */
const least: Source = {
  DATABASE_URL: database,
  SIMULATOR_SECRET: secret,
  AUTH_SECRET: 'x'.repeat(32),
  INSTANCE: 'i',
  SIMULATOR_SEED: '1',
  SIMULATOR_MATCH_ID: 'm',
}

const readers: readonly Reader[] = [
  { file: 'apps/gateway/src/env.ts', schema: gateway.envSchema, read: gateway.readEnv },
  { file: 'apps/ingest/src/env.ts', schema: ingest.envSchema, read: ingest.readEnv },
  { file: 'apps/processor/src/env.ts', schema: processor.envSchema, read: processor.readEnv },
  { file: 'apps/simulator/src/env.ts', schema: simulator.envSchema, read: simulator.readEnv },
  { file: 'apps/simulator/src/env.ts', schema: simulator.cliEnvSchema, read: simulator.readCliEnv },
  { file: 'apps/web/env.ts', schema: web.webEnvSchema, read: source => web.readEnv(asEnv(source)) },
  {
    file: 'apps/web/server/env.ts',
    schema: console.consoleEnvSchema,
    read: source => console.readConsoleEnv(asEnv(source)),
  },
  {
    file: 'packages/stage/src/env.ts',
    schema: stage.stageEnvSchema,
    read: source => stage.readStageEnv(asEnv(source)),
  },
  {
    file: 'packages/stage/src/env.ts',
    schema: stage.firstAdminSchema,
    read: source => stage.readFirstAdminEnv(asEnv(source)),
  },
  { file: 'packages/stage/src/house-env.ts', schema: house.houseEnvSchema, read: house.readHouseEnv },
]
function asEnv(source: Source): NodeJS.ProcessEnv {
  return source as NodeJS.ProcessEnv
}

/** What each secret may be; the other settings are tried with all of these. */
const samples = ['1', 'x', 'http://127.0.0.1:9', database, partners, jwks, 'ann@example.com', 'y'.repeat(40)]
const kafka = ['KAFKA_SASL_PASSWORD', 'KAFKA_TLS_KEY', 'KAFKA_OAUTH_CLIENT_SECRET']
const redis = ['REDIS_URL', 'REDIS_PASSWORD', 'REDIS_TLS_KEY']
/** The settings that hold secrets, here by name, so that none can get lost with its schema. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  'apps/gateway/src/env.ts': ['DATABASE_URL', 'DATABASE_DIRECT_URL', ...redis, 'FAN_JWKS', 'API_KEY_PEPPER'],
  'apps/ingest/src/env.ts': [
    'DATABASE_URL',
    'DATABASE_DIRECT_URL',
    'KAFKA_BROKERS',
    ...kafka,
    'BROADCAST_PARTNERS',
    'STADIUMS',
    'SOCIAL_FEEDS',
  ],
  'apps/processor/src/env.ts': [
    'DATABASE_URL',
    'DATABASE_DIRECT_URL',
    ...redis,
    'INFLUX_TOKEN',
    'INFLUX_URL',
    'OPENSEARCH_URL',
    ...kafka,
  ],
  'apps/simulator/src/env.ts': ['SIMULATOR_SECRET', 'BROADCAST_PARTNERS'],
  'apps/web/server/env.ts': [
    'DATABASE_URL',
    'DATABASE_DIRECT_URL',
    'AUTH_SECRET',
    'API_KEY_PEPPER',
    'OPENSEARCH_URL',
    ...kafka,
  ],
  'packages/stage/src/env.ts': [
    'DATABASE_URL',
    'DATABASE_DIRECT_URL',
    'BROADCAST_PARTNERS',
    'INFLUX_TOKEN',
    ...kafka,
    ...redis,
  ],
  'packages/stage/src/house-env.ts': ['SIMULATOR_SECRET', 'API_KEY_PEPPER', 'FAN_JWKS'],
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const outcome = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (error) {
    return (error as Error).message
  }
}
const without = (name: string): Source =>
  Object.fromEntries(Object.entries(least).filter(([each]) => each !== name))

it('knows every env.ts of the apps and of the house', () => {
  const known = new Set(readers.map(({ file }) => file))
  const ours = tracked(root, ['apps/**/env.ts', 'apps/*/env.ts', 'packages/**/env.ts'])
  expect(ours.length).toBeGreaterThan(5)
  expect(ours.filter(file => !known.has(file))).toEqual([])
})

describe.each(readers.map((reader, n) => ({ ...reader, n })))('$file ($n)', ({ file, schema, read }) => {
  const names = namesOf(schema)

  it('has the secrets that it is known for', () => {
    expect(names.length).toBeGreaterThan(0)
    const all = readers.filter(each => each.file === file).flatMap(each => namesOf(each.schema))
    expect(all).toEqual(expect.arrayContaining([...(secrets[file] ?? [])]))
  })

  it('takes each setting from a file as it takes it from the environment, less the last newline', () => {
    for (const name of names) {
      for (const [n, text] of samples.entries()) {
        const path = join(folder, `${name}-${n}`)
        writeFileSync(path, `${text}\n`)
        const fromFile = outcome(() => read({ ...without(name), [`${name}_FILE`]: path }))
        expect([name, fromFile]).toEqual([name, outcome(() => read({ ...without(name), [name]: text }))])
      }
    }
  })

  it('refuses a setting beside its own file, and names both', () => {
    for (const name of names) {
      const both = () => read({ ...least, [name]: '1', [`${name}_FILE`]: join(folder, 'any') })
      expect(both).toThrow(`${name} and ${name}_FILE are both set: keep one of them`)
    }
  })

  it('tells which file is missing, unreadable or empty, and shows nothing of another', () => {
    writeFileSync(join(folder, 'empty'), '\n')
    for (const name of names) {
      const naming = (path: string) => () => read({ ...without(name), [`${name}_FILE`]: path })
      expect(naming('/nowhere/at/all')).toThrow(
        `${name}_FILE names /nowhere/at/all, which can't be read (ENOENT)`,
      )
      expect(naming(folder)).toThrow(`${name}_FILE names ${folder}, which can't be read (EISDIR)`)
      expect(naming(join(folder, 'empty'))).toThrow(
        `${name}_FILE names ${join(folder, 'empty')}, which is empty`,
      )
      expect(naming('/nowhere/at/all')).not.toThrow('hunter2')
    }
  })
})
