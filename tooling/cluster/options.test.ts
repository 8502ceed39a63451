import { expect, test } from 'vitest'
import { readSettings } from '../start/env.mjs'
import { readOptions } from './options.ts'
import { clusterPorts, clusterServices } from './services.ts'

const settings = readSettings({})

test('one of each by default', () => {
  const options = readOptions([])
  expect(clusterPorts(settings.ports, options)).toEqual({
    processor: 4200,
    gateway: 4000,
    ingest: 4100,
    simulator: 4300,
    web: 3000,
  })
})

test('replicas take the ports after their first', () => {
  const options = readOptions(['--processors', '2', '--gateways=3', '--no-web', '--no-simulate'])
  expect(clusterPorts(settings.ports, options)).toEqual({
    processor: 4200,
    'processor-2': 4201,
    gateway: 4000,
    'gateway-2': 4001,
    'gateway-3': 4002,
    ingest: 4100,
  })
})

test('consumers start before sources, and ingest is told of the simulated ones only where they are', () => {
  const names = (args: string[]) => clusterServices(settings, readOptions(args), {}).map(({ name }) => name)
  expect(names([])).toEqual(['processor', 'gateway', 'simulator', 'ingest', 'web'])
  const alone = clusterServices(settings, readOptions(['--no-simulate']), {})
  expect(alone.find(({ name }) => name === 'ingest')?.env.STADIUMS).toBeUndefined()
})

test('each gateway has so many workers', () => {
  const gateways = (args: string[]) =>
    clusterServices(settings, readOptions(args), {}).filter(({ name }) => name.startsWith('gateway'))
  expect(gateways([]).map(({ env }) => env.WORKERS)).toEqual(['1'])
  expect(gateways(['--gateways', '2', '--workers', '3']).map(({ env }) => env.WORKERS)).toEqual(['3', '3'])
})

test.each([
  [['--workers', '0'], '--workers'],
  [['--processors', '0'], '--processors'],
  [['--gateways', 'many'], '--gateways'],
  [['--gateways', '9'], '--gateways'],
  [['--fast'], '--fast'],
])('%j is refused by name', (args, name) => {
  expect(() => readOptions(args)).toThrow(name)
})

test('the web app knows its secrets by file, and each gateway where the keys of its fans are', () => {
  const services = clusterServices(settings, readOptions(['--gateways', '2']), {})
  const envOf = (name: string) => services.find(service => service.name === name)?.env
  expect(envOf('web')).toMatchObject({ AUTH_SECRET_FILE: expect.stringContaining('auth-secret') })
  for (const gateway of ['gateway', 'gateway-2']) {
    expect(envOf(gateway)).toMatchObject({ FAN_JWKS_URL: 'http://127.0.0.1:3000/api/auth/jwks' })
    expect(envOf(gateway)).not.toHaveProperty('AUTH_SECRET_FILE')
  }
})
