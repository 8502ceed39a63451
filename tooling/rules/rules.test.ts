import { expect, test } from 'vitest'
import { broken } from './rules.ts'

const reading = 'const url = process.env.URL\n'

test('settings are read in env.ts, and in tests', () => {
  expect(broken({ path: 'apps/a/src/main.ts', text: reading })).toEqual([
    'apps/a/src/main.ts:1: the environment is read in env.ts alone',
  ])
  for (const path of ['apps/a/src/env.ts', 'apps/a/env.ts', 'apps/a/src/b.pg.test.ts', 'e2e/house/house.ts'])
    expect(broken({ path, text: reading })).toEqual([])
})

test('what the builder replaces is no setting', () => {
  expect(broken({ path: 'apps/web/proxy.ts', text: "process.env.NODE_ENV === 'test'\n" })).toEqual([])
})

test('300 lines pass, 301 do not', () => {
  expect(broken({ path: 'a.ts', text: 'x\n'.repeat(300) })).toEqual([])
  expect(broken({ path: 'a.ts', text: 'x\n'.repeat(301) })).toEqual([
    'a.ts: 301 lines; a file has at most 300',
  ])
})
