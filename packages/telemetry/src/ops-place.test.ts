import { expect, it } from 'vitest'
import { viewAtPublicPort } from './ops-place.ts'

const port = { host: '127.0.0.1', port: 24_000, isSet: false }
const asked = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers: { host: '127.0.0.1:4000', ...headers } }) as never

const byDefault = viewAtPublicPort({ ops: port, trustedProxies: 0 })

it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('shows all to %s', address => {
  expect(byDefault(asked(address))).toBe('all')
  expect(byDefault(asked(address, { host: 'localhost' }))).toBe('all')
  expect(byDefault(asked(address, { host: '[::1]:4000' }))).toBe('all')
})

it.each(['203.0.113.9', '10.0.0.7', '::ffff:10.0.0.7', '2001:db8::1', '127.0.0.1.example', ''])(
  'shows its status alone to "%s"',
  address => expect(byDefault(asked(address))).toBe('status'),
)

it.each([
  { 'x-forwarded-for': '127.0.0.1' },
  { forwarded: 'for=127.0.0.1' },
  { via: '1.1 proxy' },
  { 'x-real-ip': '127.0.0.1' },
  { 'x-forwarded-proto': 'https' },
  { host: 'scores.example' },
  { host: '127.0.0.1.scores.example' },
  { host: '' },
])('shows its status alone to what a proxy of this machine forwards: %j', headers =>
  expect(byDefault(asked('127.0.0.1', headers))).toBe('status'),
)

it("shows its status alone to somebody else's page in a browser of this machine", () =>
  expect(byDefault(asked('127.0.0.1', { origin: 'https://other.example' }))).toBe('status'))

it('shows its status alone once a proxy is named, or an operations port is set', () => {
  expect(viewAtPublicPort({ ops: port, trustedProxies: 1 })(asked('127.0.0.1'))).toBe('status')
  const set = { ...port, isSet: true }
  expect(viewAtPublicPort({ ops: set, trustedProxies: 0 })(asked('127.0.0.1'))).toBe('status')
})
