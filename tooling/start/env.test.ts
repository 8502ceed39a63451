import { expect, test } from 'vitest'
import { matches } from './dependencies.mjs'
import { readSettings } from './env.mjs'
import { createListener, readLogLine } from './problems.mjs'

test.each([
  [{ WEB_PORT: 'abc' }, 'WEB_PORT is "abc"'],
  [{ GATEWAY_PORT: '70000' }, 'GATEWAY_PORT is "70000"'],
  [{ GATEWAY_PORT: '3000' }, 'web and gateway are both set to port 3000'],
  [{ TOUCHLINE_SIMULATE: 'maybe' }, 'TOUCHLINE_SIMULATE is "maybe"'],
])('%j is refused by name', (env, message) => {
  expect(() => readSettings(env)).toThrow(message)
})

test('settings have defaults, and an empty one counts as unset', () => {
  expect(readSettings({ WEB_PORT: '', TOUCHLINE_DATA: '/x/y', TOUCHLINE_SIMULATE: '0' })).toMatchObject({
    dataDir: '/x/y',
    ports: { web: 3000, gateway: 4000, ingest: 4100, processor: 4200, simulator: 4300 },
    simulate: false,
  })
})

const lock = (packages: object) => JSON.stringify({ packages })

test('what is installed fits the lock file if each package is there in its version', () => {
  const wanted = lock({
    '': {},
    'packages/ours': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  })
  expect(matches(wanted, lock({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true)
  expect(matches(wanted, lock({ 'node_modules/a': { version: '1.0.1' } }))).toBe(false)
  expect(matches(wanted, lock({}))).toBe(false)
})

test('a log line is told in plain words', () => {
  const line = JSON.stringify({
    level: 60,
    service: 'ingest',
    msg: 'could not start',
    err: { message: 'no log\nat x' },
  })
  expect(readLogLine(line)).toEqual({ text: 'ingest: could not start (no log)', grave: true })
  expect(readLogLine('{"half').grave).toBe(false)
})

test('the last words of a service are its errors, else its last lines', () => {
  const listener = createListener('web', 'web.log')
  listener.hear('starting')
  listener.hear('out of memory')
  expect(listener.lastWords()).toEqual(['starting', 'out of memory'])
  listener.hear(JSON.stringify({ level: 50, msg: 'the database is away' }))
  expect(listener.lastWords()).toEqual(['the database is away'])
})
