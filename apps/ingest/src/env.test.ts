import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readEnv } from './env.ts'
import { defaultLimits } from './limits.ts'
import { newSecret } from './testing/sign.ts'

const least = { DATABASE_URL: 'postgres://user:hunter2@localhost/touchline' }

it('needs nothing but a place for the log', () => {
  expect(readEnv(least)).toMatchObject({
    logLevel: 'info',
    ingest: { host: '127.0.0.1', port: 4100, stadiums: [], limits: { partnerEventsPerSecond: 10_000 } },
    database: { url: least.DATABASE_URL, directUrl: least.DATABASE_URL, preparedStatements: true },
    kafka: undefined,
    cursorsFile: join('.touchline', 'ingest-cursors.json'),
  })
})

it('keeps a spool in the data folder', () => {
  const { ingest } = readEnv({ ...least, TOUCHLINE_DATA: '/var/touchline', INGEST_SPOOL_BYTES: '1048576' })
  const folder = join('/var/touchline', 'spool', 'ingest')
  expect(ingest.deadLetterSpool).toEqual({ folder, maxBytes: 1_048_576 })
  expect(readEnv(least).ingest.deadLetterSpool.maxBytes).toBe(64 * 1_048_576)
})

it('takes rates and bursts of sources and partners', () => {
  const { ingest } = readEnv({
    ...least,
    INGEST_PARTNER_EVENTS_PER_SECOND: '50',
    INGEST_PARTNER_BURST_FACTOR: '3',
    INGEST_SOURCE_EVENTS_PER_SECOND: '{"sensor": 700, "social": 20}',
    INGEST_SOURCE_BURST_FACTOR: '1.5',
    BROADCAST_PARTNERS: JSON.stringify({ acme: { secrets: [newSecret()], burstFactor: 4 } }),
  })
  expect(ingest.limits).toEqual({
    partnerEventsPerSecond: 50,
    burstFactor: 3,
    sensorEventsPerSecond: 700,
    broadcastEventsPerSecond: defaultLimits.broadcastEventsPerSecond,
    socialEventsPerSecond: 20,
    sourceBurstFactor: 1.5,
  })
  expect(ingest.partners.get('acme')).toMatchObject({ burstFactor: 4, eventsPerSecond: undefined })
})

it('takes a list of Kafka brokers', () => {
  const { kafka } = readEnv({ KAFKA_BROKERS: 'a:9092, b:9092' })
  expect(kafka?.brokers).toEqual(['a:9092', 'b:9092'])
})

it('says which setting is missing and what to do', () => {
  expect(() => readEnv({})).toThrow(/DATABASE_URL is not set, nor is KAFKA_BROKERS: set one/)
})

it.each([
  ['[{"id":"north","url":"http://localhost:1/x"},{"id":"south","url":"https://example.org"}]'],
  ['north=http://localhost:1/x, south=https://example.org'],
])('endpoints: %s', STADIUMS => {
  expect(readEnv({ ...least, STADIUMS }).ingest.stadiums).toEqual([
    { id: 'north', url: 'http://localhost:1/x' },
    { id: 'south', url: 'https://example.org' },
  ])
})

it.each([
  ['PORT', '70000'],
  ['INGEST_SOURCE_EVENTS_PER_SECOND', '{"sensors": 5}'],
  ['INGEST_SOURCE_EVENTS_PER_SECOND', '{"sensor": 0}'],
  ['INGEST_SOURCE_BURST_FACTOR', '0.5'],
  ['INGEST_PARTNER_BURST_FACTOR', 'hunter2'],
  ['INGEST_SPOOL_BYTES', '-1'],
  ['STADIUMS', 'north=ftp://localhost'],
  ['SOCIAL_FEEDS', '[{"id":"../x","url":"http://localhost"}]'],
  ['BROADCAST_PARTNERS', '{"acme": hunter2'],
  ['BROADCAST_PARTNERS', '{"acme":{"secrets":["whsec_hunter2"]}}'],
])('names a faulty %s without its value', (name, value) => {
  const read = () => readEnv({ ...least, [name]: value })
  expect(read).toThrow(name)
  expect(read).not.toThrow('hunter2')
})

it('reads secrets from files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'env-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'partners')
  writeFileSync(path, `${JSON.stringify({ acme: { secrets: [newSecret()], eventsPerSecond: 5 } })}\n`)
  const env = readEnv({ ...least, BROADCAST_PARTNERS_FILE: path })
  expect(env.ingest.partners.get('acme')).toMatchObject({ name: 'acme', eventsPerSecond: 5 })
})

it('says which setting names a file that is not there', () => {
  expect(() => readEnv({ DATABASE_URL_FILE: '/nowhere/url' })).toThrow('DATABASE_URL_FILE names /nowhere/url')
})

it('takes how many proxies stand before it', () => {
  expect(readEnv(least).ingest.trustedProxies).toBe(0)
  expect(readEnv({ ...least, TRUSTED_PROXIES: '2' }).ingest.trustedProxies).toBe(2)
  expect(() => readEnv({ ...least, TRUSTED_PROXIES: 'all' })).toThrow('TRUSTED_PROXIES')
})
