import { trustedProxiesSetting } from '@touchline/contracts/addresses'
import {
  type DatabaseSettings,
  databaseEnv,
  databaseSettings,
  databaseUrlSetting,
} from '@touchline/contracts/database'
import { checkKafka, kafkaEnv, kafkaOf } from '@touchline/contracts/kafka'
import { opsPlaceOf, opsSettings, stopLeadSetting } from '@touchline/contracts/operations'
import { readSettings } from '@touchline/contracts/settings'
import { z } from 'zod'

export const consoleEnvSchema = z
  .object({
    DATABASE_URL: databaseUrlSetting('is not set: the console reads from the database'),
    ...databaseEnv({ connections: 10 }),
    /** What sessions are signed with: the same for all replicas. */
    AUTH_SECRET: z
      .string({ error: 'is not set: 32 random characters or more' })
      .min(32, 'must have 32 characters'),
    API_KEY_PEPPER: z.string().min(16).optional(),
    /** The origins at which people open the console, separated by commas. */
    WEB_PUBLIC_URL: z.string().optional(),
    /** 0: fans can't make accounts by themselves. */
    FANS_MAY_SIGN_UP: z.enum(['0', '1']).default('1'),
    /** Domains, separated by commas, at which operators have their addresses: fans can't make accounts there or below. */
    RESERVED_DOMAINS: z.string().default('touchline.local'),
    /** How many proxies of our own stand before this server, for the addresses that sign-ins are counted by. */
    TRUSTED_PROXIES: trustedProxiesSetting,
    /** Without brokers: the log is in the database. */
    ...kafkaEnv,
    /** Unset: PostgreSQL finds events. */
    OPENSEARCH_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Where traces can be looked at, such as `https://traces.example/trace/{traceId}`. */
    TRACE_URL_TEMPLATE: z
      .url({ protocol: /^https?$/ })
      .includes('{traceId}')
      .optional(),
    PORT: z.coerce.number().int().default(3000),
  })
  .superRefine(checkKafka)

/** What the console's server needs, any also from `NAME_FILE`. */
export function readConsoleEnv(source: NodeJS.ProcessEnv = process.env) {
  const env = readSettings(consoleEnvSchema, { title: "the console's settings are not right", source })
  const { AUTH_SECRET, API_KEY_PEPPER, WEB_PUBLIC_URL, PORT } = env
  return {
    databaseSettings: databaseSettings(env),
    kafka: kafkaOf(env),
    authSecret: AUTH_SECRET,
    apiKeyPepper: API_KEY_PEPPER,
    fansMaySignUp: env.FANS_MAY_SIGN_UP === '1',
    reservedDomains: env.RESERVED_DOMAINS.toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    trustedProxies: env.TRUSTED_PROXIES,
    openSearchUrl: env.OPENSEARCH_URL,
    traceUrlTemplate: env.TRACE_URL_TEMPLATE,
    publicUrls: WEB_PUBLIC_URL
      ? WEB_PUBLIC_URL.split(',').map(url => new URL(url.trim()).origin)
      : [`http://127.0.0.1:${PORT}`, `http://localhost:${PORT}`],
  }
}

export const listenEnvSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: consoleEnvSchema.shape.PORT,
  TRUSTED_PROXIES: consoleEnvSchema.shape.TRUSTED_PROXIES,
  ...opsSettings,
  ...stopLeadSetting,
})

const databaseEnvSchema = z.object({
  ...databaseEnv({ connections: 2 }),
  DATABASE_URL: consoleEnvSchema.shape.DATABASE_URL.optional(),
})

/**
 * The console's database; undefined where there is none. Throws while the file that names it is not there yet.
 */
export function readDatabaseSettings(source: NodeJS.ProcessEnv = process.env): DatabaseSettings | undefined {
  const env = readSettings(databaseEnvSchema, { title: "the console's settings are not right", source })
  const { DATABASE_URL } = env
  return DATABASE_URL ? databaseSettings({ ...env, DATABASE_URL }) : undefined
}

/** What the web app's listener needs. */
export function readListenEnv(source: NodeJS.ProcessEnv = process.env) {
  const env = readSettings(listenEnvSchema, { title: "the web app's settings are not right", source })
  return {
    host: env.HOST,
    port: env.PORT,
    trustedProxies: env.TRUSTED_PROXIES,
    ops: opsPlaceOf(env, env.PORT),
    stopLeadMs: env.STOP_LEAD_SECONDS * 1_000,
  }
}
