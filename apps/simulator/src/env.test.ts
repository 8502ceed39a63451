import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEnv } from './env.ts'
import { testSecret } from './testing/door.ts'

it('has defaults for a demo, and asks for nothing but a secret', () => {
  expect(readEnv({ SIMULATOR_SECRET: testSecret })).toMatchObject({
    port: 4_300,
    ingestUrl: 'http://127.0.0.1:4100',
    partner: { name: 'simulator', secret: testSecret },
    script: { speed: 10, loop: true, matches: 1, goals: 'lively', faults: { duplicates: 0, malformed: 0 } },
  })
  expect(() => readEnv({ TOUCHLINE_DATA: '/nowhere' })).toThrow(/\/nowhere\/partners\.json/)
})

it('reads the script, and a secret from a file or from among the partners', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'secret')
  writeFileSync(file, `${testSecret}\n`)
  const { script, partner } = readEnv({
    SIMULATOR_SECRET_FILE: file,
    SIMULATOR_SEED: '9',
    SIMULATOR_SPEED: 'max',
    SIMULATOR_MATCHES: '3',
    SIMULATOR_LOOP: '0',
    SIMULATOR_MALFORMED: '0.25',
  })
  expect(script).toMatchObject({
    seed: '9',
    speed: 'max',
    matches: 3,
    loop: false,
    faults: { malformed: 0.25 },
  })
  expect(partner.secret).toBe(testSecret)
  const BROADCAST_PARTNERS = JSON.stringify({ other: { secrets: [testSecret] } })
  const named = readEnv({ BROADCAST_PARTNERS, SIMULATOR_PARTNER: 'other', TOUCHLINE_SIMULATE: '0' })
  expect(named.partner).toEqual({ name: 'other', secret: testSecret })
  expect(named.script).toBeNull()
})

it('names each setting that is wrong', () => {
  const wrong = {
    SIMULATOR_SECRET: testSecret,
    PORT: 'http',
    SIMULATOR_SPEED: 'fast',
    SIMULATOR_DUPLICATES: '2',
  }
  for (const name of ['PORT', 'SIMULATOR_SPEED', 'SIMULATOR_DUPLICATES'])
    expect(() => readEnv(wrong)).toThrow(new RegExp(name))
  expect(() => readEnv({ SIMULATOR_SECRET_FILE: '/nowhere/secret' })).toThrow(/\/nowhere\/secret/)
})
