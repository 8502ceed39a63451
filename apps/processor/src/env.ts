import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  databaseEnv,
  databaseSettings,
  databaseUrlSetting,
  logConnectionsSetting,
} from '@touchline/contracts/database'
import { checkKafka, kafkaEnv, kafkaOf } from '@touchline/contracts/kafka'
import { opsPlaceOf, opsSettings } from '@touchline/contracts/operations'
import { checkRedis, redisEnv, redisOf } from '@touchline/contracts/redis'
import { readSettings } from '@touchline/contracts/settings'
import { z } from 'zod'

export const envSchema = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(4_200),
    ...opsSettings,
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    DATABASE_URL: databaseUrlSetting(
      'is not set: the events are stored there, for example postgresql://user@host/touchline',
    ),
    ...databaseEnv({ connections: 16 }),
    DATABASE_LOG_CONNECTIONS: logConnectionsSetting,
    /** Without brokers: the embedded log in PostgreSQL. */
    ...kafkaEnv,
    /** Without a URL: NOTIFY in PostgreSQL. */
    ...redisEnv,
    PROCESSOR_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
    PROCESSOR_BATCH: z.coerce.number().int().min(1).max(5_000).default(500),
    /** Not ready while the sources' topics lag by more than this. */
    PROCESSOR_MAX_LAG_SECONDS: z.coerce.number().positive().default(30),
    /** A match parked for longer than this shows in readiness, which stays ready, and in the log. */
    PROCESSOR_PARKED_WARN_SECONDS: z.coerce.number().positive().default(30),
    /** The embedded log keeps records that are still to be processed up to so many times its limits of age and size. */
    EVENT_LOG_HARD_LIMIT_FACTOR: z.coerce.number().min(1).max(100).default(2),
    /** For letters and windows that can't be written where they belong; a folder for each port is made in it. */
    TOUCHLINE_DATA: z.string().default('.touchline'),
    PROCESSOR_SPOOL_BYTES: z.coerce.number().int().min(65_536).default(67_108_864),
    /** Unset: windows go to PostgreSQL alone. */
    INFLUX_URL: z.url().optional(),
    INFLUX_TOKEN: z.string().default(''),
    INFLUX_ORG: z.string().default('touchline'),
    INFLUX_BUCKET: z.string().default('touchline'),
    /** Unset: PostgreSQL alone finds events. A user and a password may stand in it. */
    OPENSEARCH_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Names what runs, in dead letters. */
    TOUCHLINE_BUILD: z.string().max(64).default('dev'),
    /** Tells this process from its like in the console. */
    INSTANCE: z.string().max(64).default(`${hostname()}-${process.pid}`.slice(-64)),
  })
  .superRefine(checkKafka)
  .superRefine(checkRedis)
export type ProcessorEnv = z.infer<typeof envSchema>

/** Reads the settings, any also from `NAME_FILE`; throws an Error that names each faulty one and never shows its value. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): ProcessorEnv =>
  readSettings(envSchema, { title: "the processor can't start with these settings", source })

/** What leads to its database, and to the log and the broadcast. */
export function connectionsOf(env: ProcessorEnv) {
  const database = databaseSettings(env)
  const { url: databaseUrl, directUrl, preparedStatements } = database
  const [kafka, redis] = [kafkaOf(env), redisOf(env)]
  const { DATABASE_LOG_CONNECTIONS: logConnections } = env
  const streams = { databaseUrl, directUrl, preparedStatements, logConnections, kafka, redis }
  return { database, streams, listensAt: kafka && redis ? undefined : directUrl }
}

/** What the processor takes of it. */
export function settingsOf(env: ProcessorEnv) {
  const { INFLUX_URL: url, INFLUX_TOKEN: token, INFLUX_ORG: org, INFLUX_BUCKET: bucket } = env
  return {
    host: env.HOST,
    port: env.PORT,
    ops: opsPlaceOf(env, env.PORT),
    instance: env.INSTANCE,
    build: env.TOUCHLINE_BUILD,
    concurrency: env.PROCESSOR_CONCURRENCY,
    maxBatchRecords: env.PROCESSOR_BATCH,
    maxLagSeconds: env.PROCESSOR_MAX_LAG_SECONDS,
    parkedWarnSeconds: env.PROCESSOR_PARKED_WARN_SECONDS,
    // Two processors on one machine must not share a spool.
    spool: {
      folder: join(env.TOUCHLINE_DATA, 'spool', `processor-${env.PORT}`),
      maxBytes: env.PROCESSOR_SPOOL_BYTES,
    },
    ...(url && { influx: { url, token, org, bucket } }),
    ...(env.OPENSEARCH_URL && { openSearch: { url: env.OPENSEARCH_URL } }),
  }
}
