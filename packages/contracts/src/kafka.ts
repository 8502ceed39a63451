import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { z } from 'zod'

/** How to reach Kafka, and what this system's topics and groups are called and held to there. */
export interface KafkaSettings {
  /** `host:port` each. */
  readonly brokers: readonly string[]
  readonly tls?: KafkaTls | undefined
  readonly sasl?: KafkaSasl | undefined
  /** Stands before the name of every topic and group at the brokers, and nowhere else. */
  readonly prefix?: string | undefined
  /** Of topics that are created. Default: the broker's `default.replication.factor`. */
  readonly replicationFactor?: number | undefined
  /** Of topics that are created. Default: the broker's `min.insync.replicas`. */
  readonly minInSyncReplicas?: number | undefined
}

/** PEM each. Without `ca`, the authorities that Node trusts; `cert` and `key` only together. */
export interface KafkaTls {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

export type KafkaSasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
      readonly username: string
      readonly password: string
    }
  | ({ readonly mechanism: 'oauthbearer' } & OAuthClient)

/** Who asks for tokens by OAuth 2.0 client credentials. */
export interface OAuthClient {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string | undefined
}

const brokerAddress = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/@[\]]+):\d{1,5}$/
const text = z.string().optional()
const count = z.coerce.number().int().positive().max(32_767).optional()

/** The settings of Kafka, to be spread into an app's schema; the schema is then refined by `checkKafka`. */
export const kafkaEnv = {
  KAFKA_BROKERS: z
    .string()
    .transform(list => list.split(',').map(broker => broker.trim()))
    .refine(brokers => brokers.every(broker => brokerAddress.test(broker)), {
      error: 'must be host:port, several separated by commas',
      abort: true,
    })
    .optional(),
  KAFKA_TLS: z.enum(['0', '1'], 'must be 0 or 1').optional(),
  KAFKA_TLS_CA: text,
  KAFKA_TLS_CERT: text,
  KAFKA_TLS_KEY: text,
  KAFKA_SASL_MECHANISM: z
    .string()
    .toUpperCase()
    .pipe(
      z.enum(
        ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'],
        'must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER',
      ),
    )
    .optional(),
  KAFKA_SASL_USERNAME: text,
  KAFKA_SASL_PASSWORD: text,
  KAFKA_OAUTH_TOKEN_URL: z.url({ protocol: /^https?$/, error: 'must be an https:// URL' }).optional(),
  KAFKA_OAUTH_CLIENT_ID: text,
  KAFKA_OAUTH_CLIENT_SECRET: text,
  KAFKA_OAUTH_SCOPE: text,
  KAFKA_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,40}$/, 'must have 1 to 40 letters, digits, dots, hyphens or underscores')
    .optional(),
  KAFKA_REPLICATION_FACTOR: count,
  KAFKA_MIN_INSYNC_REPLICAS: count,
}

type KafkaEnv = Readonly<z.output<z.ZodObject<typeof kafkaEnv>>>
type Name = keyof KafkaEnv

const tlsParts: readonly Name[] = ['KAFKA_TLS_CA', 'KAFKA_TLS_CERT', 'KAFKA_TLS_KEY']
const user: readonly Name[] = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']
const client: readonly Name[] = [
  'KAFKA_OAUTH_TOKEN_URL',
  'KAFKA_OAUTH_CLIENT_ID',
  'KAFKA_OAUTH_CLIENT_SECRET',
]

/** Adds an issue for each setting that contradicts another, or that lacks one. */
export function checkKafka(env: KafkaEnv, context: z.core.$RefinementCtx): void {
  for (const [name, message] of faultsOf(env)) {
    context.addIssue({ code: 'custom', path: [name], message, input: '' })
  }
}

function faultsOf(env: KafkaEnv): (readonly [Name, string])[] {
  const names = Object.keys(kafkaEnv) as Name[]
  const given = names.filter(name => env[name] !== undefined && !(name === 'KAFKA_TLS' && env[name] === '0'))
  if (!env.KAFKA_BROKERS)
    return given.map(name => [name, 'is set, but KAFKA_BROKERS is not: set both, or neither'])
  return [...tlsFaults(env), ...saslFaults(env), ...replicaFaults(env)]
}

function tlsFaults(env: KafkaEnv): (readonly [Name, string])[] {
  const set = tlsParts.filter(name => env[name] !== undefined)
  if (env.KAFKA_TLS !== '1') return set.map(name => [name, 'is set, but TLS is off: set KAFKA_TLS=1'])
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = env
  if (ca !== undefined && !succeeds(() => new X509Certificate(ca)))
    return [['KAFKA_TLS_CA', 'must be certificates in PEM, as text (KAFKA_TLS_CA_FILE names a file)']]
  if (cert === undefined && key === undefined) return []
  if (cert === undefined)
    return [['KAFKA_TLS_CERT', 'is not set, but KAFKA_TLS_KEY is: set both, or neither']]
  if (key === undefined) return [['KAFKA_TLS_KEY', 'is not set, but KAFKA_TLS_CERT is: set both, or neither']]
  if (succeeds(() => createSecureContext({ cert, key }))) return []
  return [
    [
      'KAFKA_TLS_KEY',
      "must be the key of KAFKA_TLS_CERT's first certificate, both in PEM, without a passphrase",
    ],
  ]
}

function saslFaults(env: KafkaEnv): (readonly [Name, string])[] {
  const mechanism = env.KAFKA_SASL_MECHANISM
  const needed = mechanism === undefined ? [] : mechanism === 'OAUTHBEARER' ? client : user
  const missing = needed.filter(name => env[name] === undefined)
  const all: readonly Name[] = [...user, ...client, 'KAFKA_OAUTH_SCOPE']
  const extra = all.filter(
    name =>
      env[name] !== undefined &&
      !needed.includes(name) &&
      !(needed === client && name === 'KAFKA_OAUTH_SCOPE'),
  )
  const url = env.KAFKA_OAUTH_TOKEN_URL
  const isOpen = url?.startsWith('http:') && !isLoopback(new URL(url).hostname)
  return [
    ...missing.map(name => [name, `is not set, but KAFKA_SASL_MECHANISM=${mechanism} needs it`] as const),
    ...extra.map(
      name =>
        [
          name,
          `is set, but ${mechanism ? `KAFKA_SASL_MECHANISM=${mechanism} has no use for it` : 'KAFKA_SASL_MECHANISM is not'}`,
        ] as const,
    ),
    ...(isOpen ? [['KAFKA_OAUTH_TOKEN_URL', 'must be https: the client secret is sent there'] as const] : []),
  ]
}

function replicaFaults(env: KafkaEnv): (readonly [Name, string])[] {
  const { KAFKA_REPLICATION_FACTOR: factor, KAFKA_MIN_INSYNC_REPLICAS: least } = env
  if (factor === undefined || least === undefined || least <= factor) return []
  return [
    [
      'KAFKA_MIN_INSYNC_REPLICAS',
      'must not be above KAFKA_REPLICATION_FACTOR: no record would ever be taken',
    ],
  ]
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}

/** What a schema with `kafkaEnv`, refined by `checkKafka`, has read. Undefined where no brokers are named. */
export function kafkaOf(env: KafkaEnv): KafkaSettings | undefined {
  if (!env.KAFKA_BROKERS) return undefined
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = env
  return {
    brokers: env.KAFKA_BROKERS,
    tls: env.KAFKA_TLS === '1' ? { ca, cert, key } : undefined,
    sasl: saslOf(env),
    prefix: env.KAFKA_PREFIX,
    replicationFactor: env.KAFKA_REPLICATION_FACTOR,
    minInSyncReplicas: env.KAFKA_MIN_INSYNC_REPLICAS,
  }
}

function saslOf(env: KafkaEnv): KafkaSasl | undefined {
  const mechanism = env.KAFKA_SASL_MECHANISM
  if (mechanism === undefined) return undefined
  if (mechanism === 'OAUTHBEARER') {
    return {
      mechanism: 'oauthbearer',
      tokenUrl: env.KAFKA_OAUTH_TOKEN_URL ?? '',
      clientId: env.KAFKA_OAUTH_CLIENT_ID ?? '',
      clientSecret: env.KAFKA_OAUTH_CLIENT_SECRET ?? '',
      scope: env.KAFKA_OAUTH_SCOPE,
    }
  }
  return {
    mechanism:
      mechanism === 'PLAIN' ? 'plain' : mechanism === 'SCRAM-SHA-256' ? 'scram-sha-256' : 'scram-sha-512',
    username: env.KAFKA_SASL_USERNAME ?? '',
    password: env.KAFKA_SASL_PASSWORD ?? '',
  }
}

/** True for a host name or address of this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
