import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkKafka, kafkaEnv, kafkaOf } from '@touchline/contracts/kafka'
import { readSettings } from '@touchline/contracts/settings'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { collector, series, until, valuesOf } from '../contract/event-log-harness.ts'
import { createKafkaEventLog } from './event-log.ts'
import { type SecureBroker, startSecureBroker } from './testing/secure-broker.ts'
import { startTokenServer, type TokenServer } from './testing/token-server.ts'

const password = 'pa55-of-the-app'
const secret = 's3cret:of the/app'
const schema = z.object(kafkaEnv).superRefine(checkKafka)
let folder: string
let broker: SecureBroker
let tokens: TokenServer
let client: { cert: string; key: string }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-secure-'))
  broker = await startSecureBroker(folder, password)
  tokens = await startTokenServer(secret)
  client = broker.certificates.issue('client')
  writeFileSync(join(folder, 'password'), `${password}\n`)
})
afterAll(async () => {
  await tokens?.close()
  await broker?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

type Source = Record<string, string>
const byPassword = (mechanism: string): Source => ({
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_SASL_USERNAME: 'app',
  KAFKA_SASL_PASSWORD_FILE: join(folder, 'password'),
})
const byToken = (): Source => ({
  KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
  KAFKA_OAUTH_TOKEN_URL: tokens.url,
  KAFKA_OAUTH_CLIENT_ID: 'touchline',
  KAFKA_OAUTH_CLIENT_SECRET: secret,
  KAFKA_OAUTH_SCOPE: 'kafka',
})
const tls = (): Source => ({ KAFKA_TLS: '1', KAFKA_TLS_CA_FILE: broker.certificates.caFile })
const mutual = (): Source => ({ ...tls(), KAFKA_TLS_CERT: client.cert, KAFKA_TLS_KEY: client.key })

function open(at: keyof SecureBroker['at'], source: Source, onError = (_: unknown) => {}) {
  const env = readSettings(schema, { title: 'wrong', source: { KAFKA_BROKERS: broker.at[at], ...source } })
  const kafka = kafkaOf(env)
  if (!kafka) throw new Error('no brokers')
  return createKafkaEventLog({ ...kafka, clientId: 'secure', partitions: 3, onError })
}

test.each<[string, keyof SecureBroker['at'], () => Source]>([
  ['PLAIN', 'saslTls', () => ({ ...tls(), ...byPassword('PLAIN') })],
  ['SCRAM-SHA-256', 'saslTls', () => ({ ...tls(), ...byPassword('scram-sha-256') })],
  ['SCRAM-SHA-512', 'saslTls', () => ({ ...tls(), ...byPassword('SCRAM-SHA-512') })],
  ['OAUTHBEARER', 'saslTls', () => ({ ...tls(), ...byToken() })],
  ['a certificate', 'mutualTls', mutual],
])('appends, consumes, reads and tells lag by %s over TLS', async (name, at, source) => {
  const log = open(at, source())
  const topic = `secure-${name.replace(' ', '-')}`
  await log.append(topic, series('k', 3))
  const { handler, values } = collector()
  const consumption = await log.consume({ group: topic, topics: [topic], handler })
  await until(() => expect(values()).toEqual(valuesOf(series('k', 3))))
  // The direct fetch has connections of its own.
  const places = await log.lag(topic, [topic])
  const held = places.find(({ endOffset }) => endOffset > 0n)
  expect(await log.read(topic, held?.partition ?? 0, 0n, 10)).toHaveLength(3)
  await consumption.stop()
  await log.close()
})

test('many connections ask for one token', async () => {
  const before = tokens.asked()
  const log = open('saslTls', { ...tls(), ...byToken() })
  await Promise.all([log.append('tokens', series('k', 1)), log.lag('tokens', ['tokens'])])
  await log.close()
  // One token source serves the client that appends and the one that reads.
  expect(tokens.asked() - before).toBe(1)
})

test.each<[string, keyof SecureBroker['at'], () => Source, RegExp]>([
  [
    'a wrong password',
    'saslTls',
    () => ({ ...tls(), ...byPassword('PLAIN'), KAFKA_SASL_PASSWORD_FILE: '', KAFKA_SASL_PASSWORD: 'wr0ng' }),
    /KAFKA_SASL_PASSWORD/,
  ],
  [
    'a wrong client secret',
    'saslTls',
    () => ({ ...tls(), ...byToken(), KAFKA_OAUTH_CLIENT_SECRET: 'wr0ng' }),
    /token server 127.0.0.1:\d+ answered 401: see KAFKA_OAUTH_CLIENT_ID/,
  ],
  [
    'an authority that is not ours',
    'saslTls',
    () => ({ KAFKA_TLS: '1', ...byPassword('PLAIN') }),
    /KAFKA_TLS_CA/,
  ],
  ['no certificate of its own', 'mutualTls', tls, /KAFKA_TLS_CERT/],
])('says what to do about %s, and shows no secret', async (_, at, source, words) => {
  const log = open(at, source())
  const error = await log.append('refused', series('k', 1)).then(
    () => undefined,
    (reason: Error) => reason,
  )
  expect(error?.message).toMatch(words)
  let shown = ''
  for (let each: unknown = error; each instanceof Error; each = each.cause)
    shown += `${each.message} ${each.stack}`
  expect(shown).not.toMatch(/wr0ng|pa55|s3cret/)
  await log.close()
})
