import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { checkKafka, kafkaEnv, kafkaOf } from './kafka.ts'
import { readSettings } from './settings.ts'

const schema = z.object(kafkaEnv).superRefine(checkKafka)
const read = (source: Record<string, string>) =>
  kafkaOf(readSettings(schema, { title: 'wrong', source: { KAFKA_BROKERS: 'a:9092', ...source } }))
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
})
const token = {
  KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
  KAFKA_OAUTH_TOKEN_URL: 'https://id.example/token',
  KAFKA_OAUTH_CLIENT_ID: 'touchline',
  KAFKA_OAUTH_CLIENT_SECRET: 'hunter2',
}
const user = { KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'hunter2' }

it('needs brokers alone', () => {
  expect(read({ KAFKA_BROKERS: 'a:9092, [::1]:9093' })?.brokers).toEqual(['a:9092', '[::1]:9093'])
  expect(read({ KAFKA_BROKERS: '' })).toBeUndefined()
  expect(read({ KAFKA_TLS: '0' })?.tls).toBeUndefined()
  expect(read({ KAFKA_BROKERS: '', KAFKA_TLS: '0' })).toBeUndefined()
})

it('takes TLS, SASL, a prefix and replicas', () => {
  const settings = read({
    ...user,
    KAFKA_TLS: '1',
    KAFKA_SASL_MECHANISM: 'scram-sha-256',
    KAFKA_PREFIX: 'blue.',
    KAFKA_REPLICATION_FACTOR: '3',
    KAFKA_MIN_INSYNC_REPLICAS: '2',
  })
  expect(settings).toEqual({
    brokers: ['a:9092'],
    tls: {},
    sasl: { mechanism: 'scram-sha-256', username: 'u', password: 'hunter2' },
    prefix: 'blue.',
    replicationFactor: 3,
    minInSyncReplicas: 2,
  })
  expect(read({ ...token, KAFKA_OAUTH_SCOPE: 'kafka' })?.sasl).toEqual({
    mechanism: 'oauthbearer',
    tokenUrl: 'https://id.example/token',
    clientId: 'touchline',
    clientSecret: 'hunter2',
    scope: 'kafka',
  })
})

it.each<[Record<string, string>, string]>([
  [{ KAFKA_BROKERS: 'a' }, 'KAFKA_BROKERS must be host:port'],
  [{ KAFKA_BROKERS: 'a:9092,' }, 'KAFKA_BROKERS must be host:port'],
  [{ KAFKA_BROKERS: 'kafka://user:hunter2@a:9092' }, 'KAFKA_BROKERS must be host:port'],
  [{ KAFKA_BROKERS: '', KAFKA_PREFIX: 'a' }, 'KAFKA_PREFIX is set, but KAFKA_BROKERS is not'],
  [{ KAFKA_BROKERS: '', KAFKA_TLS: '1' }, 'KAFKA_TLS is set, but KAFKA_BROKERS is not'],
  [{ KAFKA_TLS: 'true' }, 'KAFKA_TLS must be 0 or 1'],
  [{ KAFKA_TLS_CA: 'x' }, 'KAFKA_TLS_CA is set, but TLS is off: set KAFKA_TLS=1'],
  [{ KAFKA_TLS: '1', KAFKA_TLS_CA: '/etc/ca.pem' }, 'KAFKA_TLS_CA must be certificates in PEM'],
  [{ KAFKA_TLS: '1', KAFKA_TLS_CERT: 'x' }, 'KAFKA_TLS_KEY is not set, but KAFKA_TLS_CERT is'],
  [{ KAFKA_TLS: '1', KAFKA_TLS_KEY: String(key) }, 'KAFKA_TLS_CERT is not set, but KAFKA_TLS_KEY is'],
  [{ KAFKA_TLS: '1', KAFKA_TLS_CERT: 'x', KAFKA_TLS_KEY: String(key) }, 'KAFKA_TLS_KEY must be the key of'],
  [{ KAFKA_SASL_MECHANISM: 'GSSAPI' }, 'KAFKA_SASL_MECHANISM must be PLAIN, SCRAM-SHA-256'],
  [{ KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'u' }, 'KAFKA_SASL_PASSWORD is not set, but'],
  [{ ...user }, 'KAFKA_SASL_USERNAME is set, but KAFKA_SASL_MECHANISM is not'],
  [
    { ...token, ...user },
    'KAFKA_SASL_USERNAME is set, but KAFKA_SASL_MECHANISM=OAUTHBEARER has no use for it',
  ],
  [{ ...token, KAFKA_OAUTH_CLIENT_SECRET: '' }, 'KAFKA_OAUTH_CLIENT_SECRET is not set, but'],
  [{ ...token, KAFKA_OAUTH_TOKEN_URL: 'http://id.example/token' }, 'KAFKA_OAUTH_TOKEN_URL must be https'],
  [{ KAFKA_OAUTH_SCOPE: 'x' }, 'KAFKA_OAUTH_SCOPE is set, but KAFKA_SASL_MECHANISM is not'],
  [{ KAFKA_PREFIX: 'a/b' }, 'KAFKA_PREFIX must have 1 to 40 letters'],
  [{ KAFKA_REPLICATION_FACTOR: '0' }, 'KAFKA_REPLICATION_FACTOR'],
  [
    { KAFKA_REPLICATION_FACTOR: '1', KAFKA_MIN_INSYNC_REPLICAS: '2' },
    'KAFKA_MIN_INSYNC_REPLICAS must not be above',
  ],
])('refuses %j in words, and shows no value', (source, words) => {
  expect(() => read(source)).toThrow(words)
  expect(() => read(source)).not.toThrow(/hunter2|PRIVATE/)
})
