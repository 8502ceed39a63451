import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { own } from '../start/processes.mjs'
import { environmentOf, readState, runningServices, writeState } from './state.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-state-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const redis = { port: 6379, setting: 'REDIS_URL', value: 'redis://127.0.0.1:6379' }

test('a running service is found again, one whose pid belongs to a later process is not', () => {
  const ours = own(process.pid)
  writeState(folder, {
    redis: { ...ours, ...redis },
    kafka: { ...ours, identity: 'started at another time', port: 9092, setting: 'KAFKA_BROKERS', value: 'x' },
  })
  expect(Object.keys(readState(folder))).toEqual(['redis', 'kafka'])
  expect(environmentOf(runningServices(folder))).toEqual({ REDIS_URL: 'redis://127.0.0.1:6379' })
})

test('the state file is for its owner alone, and goes when nothing runs', () => {
  writeState(folder, { redis: { ...own(process.pid), ...redis } })
  expect(statSync(join(folder, 'state.json')).mode & 0o777).toBe(0o600)
  writeState(folder, {})
  expect(readState(folder)).toEqual({})
})
