import { availableParallelism, hostname } from 'node:os'
import { trustedProxiesSetting } from '@touchline/contracts/addresses'
import { databaseEnv, databaseSettings, databaseUrlSetting } from '@touchline/contracts/database'
import { opsPlaceOf, opsSettings, stopLeadSetting } from '@touchline/contracts/operations'
import { checkRedis, redisEnv, redisOf } from '@touchline/contracts/redis'
import { readSettings } from '@touchline/contracts/settings'
import { z } from 'zod'
import { admissionEnv, admissionSettings } from './admission/admission-env.ts'

const list = (text: string) => text.split(',').map(entry => entry.trim())
const mostWorkers = 64

const workersOf = (text: string) =>
  text === 'auto' ? Math.min(mostWorkers, availableParallelism()) : Number(text)

export const envSchema = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    ...opsSettings,
    ...stopLeadSetting,
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    DATABASE_URL: databaseUrlSetting('must be a postgres:// URL'),
    ...databaseEnv({ connections: 10 }),
    /** Of the pool for reads of history, so that they can't keep feeds waiting. */
    DATABASE_READ_CONNECTIONS: z.coerce.number().int().min(2).max(1_000).default(4),
    /** Without a URL: NOTIFY in PostgreSQL, and each process counts for itself. */
    ...redisEnv,
    /** `*`, or the origins of web pages that may read from here, separated by commas. */
    CORS_ORIGINS: z.string().default('*'),
    /** Processes that share the port: a number, or `auto` for one per core. */
    WORKERS: z
      .string()
      .regex(/^(auto|[1-9]|[1-5]\d|6[0-4])$/, `must be "auto" or a number from 1 to ${mostWorkers}`)
      .default('1'),
    /** How long a stop, or a worker's replacement, may take to send its fans elsewhere. */
    DRAIN_SECONDS: z.coerce.number().min(0).max(3_600).default(30),
    /** `stock`: tRPC's own WebSocket adapter, which is slower and looks the same to clients. */
    SOCKET_ADAPTER: z.enum(['shared', 'stock']).default('shared'),
    /** 1: clients may ask for deflated messages: about half the bytes, for one deflation of each event. */
    DEFLATE: z.enum(['0', '1']).default('0'),
    /** So many proxies of ours stand before this process, and tell in X-Forwarded-For whom they forward. */
    TRUSTED_PROXIES: trustedProxiesSetting,
    ...admissionEnv,
    INSTANCE: z
      .string()
      .min(1)
      .max(64)
      .default(`${hostname().slice(0, 48)}-${process.pid}`),
  })
  .superRefine(checkRedis)
  .transform(env => ({ ...env, workers: workersOf(env.WORKERS) }))
  .refine(({ workers, PORT }) => workers === 1 || PORT !== 0, {
    path: ['PORT'],
    error: 'must be a fixed one where several WORKERS share it',
  })
  .transform(({ workers, ...env }) => ({
    logLevel: env.LOG_LEVEL,
    stopLeadMs: env.STOP_LEAD_SECONDS * 1_000,
    ...databasesOf(env),
    workers,
    gateway: {
      host: env.HOST,
      port: env.PORT,
      ops: opsPlaceOf(env, env.PORT),
      sharesPort: workers > 1,
      adapter: env.SOCKET_ADAPTER,
      instance: env.INSTANCE,
      limits: { drainMs: env.DRAIN_SECONDS * 1_000, deflate: env.DEFLATE === '1' },
      trustedProxies: env.TRUSTED_PROXIES,
      admission: admissionSettings(env),
      origins: env.CORS_ORIGINS === '*' ? ('*' as const) : list(env.CORS_ORIGINS),
    },
  }))
export type Env = z.infer<typeof envSchema>

type DatabasesEnv = Parameters<typeof databaseSettings>[0] &
  Parameters<typeof redisOf>[0] & { readonly DATABASE_READ_CONNECTIONS: number }

function databasesOf(env: DatabasesEnv) {
  const database = databaseSettings(env)
  const redis = redisOf(env)
  const { url: databaseUrl, directUrl, preparedStatements } = database
  return {
    database,
    readDatabase: { ...database, maxConnections: env.DATABASE_READ_CONNECTIONS },
    listensAt: redis ? undefined : directUrl,
    streams: { databaseUrl, directUrl, preparedStatements, redis },
  }
}

/** Reads the settings, any also from `NAME_FILE`; throws an Error that names each faulty one and never shows its value. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env =>
  readSettings(envSchema, { title: "the gateway can't start with these settings", source })
