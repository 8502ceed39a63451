import { hostname } from 'node:os'
import { join } from 'node:path'
import { trustedProxiesSetting } from '@touchline/contracts/addresses'
import {
  type DatabaseEnv,
  databaseEnv,
  databaseSettings,
  databaseUrlSetting,
  logConnectionsSetting,
} from '@touchline/contracts/database'
import { checkKafka, kafkaEnv, kafkaOf } from '@touchline/contracts/kafka'
import { opsPlaceOf, opsSettings, stopLeadSetting } from '@touchline/contracts/operations'
import { readSettings } from '@touchline/contracts/settings'
import { z } from 'zod'
import { defaultLimits } from './limits.ts'
import { burstFactorSchema, partnerBookSchema } from './providers/broadcast/partner-book.ts'
import { endpointSchema } from './providers/provider-name.ts'

const mib = 1024 * 1024
const minSpoolBytes = mib
const defaultSpoolBytes = 64 * mib

const port = z.coerce.number().int().min(0).max(65_535)
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON', input: '' })
    return z.NEVER
  }
})
/** `[{"id":"north","url":"http://…"}]`, or `north=http://…,south=http://…`. */
const endpoints = z
  .string()
  .default('')
  .transform(text => (text.trimStart().startsWith('[') ? text : JSON.stringify(pairsOf(text))))
  .pipe(json)
  .pipe(z.array(endpointSchema).max(100))

/** `{"sensor":20000,"broadcast":10000,"social":5000}`; a source that is left out keeps the default. */
const eventsPerSecond = z.int().positive().optional()
const sourceRates = z
  .string()
  .default('{}')
  .pipe(json)
  .pipe(z.strictObject({ sensor: eventsPerSecond, broadcast: eventsPerSecond, social: eventsPerSecond }))
const burstFactor = (standard: number) => z.coerce.number().pipe(burstFactorSchema).default(standard)

export const envSchema = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: port.default(4100),
    ...opsSettings,
    ...stopLeadSetting,
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    ...kafkaEnv,
    DATABASE_URL: databaseUrlSetting().optional(),
    ...databaseEnv({ connections: 4 }),
    DATABASE_LOG_CONNECTIONS: logConnectionsSetting,
    BROADCAST_PARTNERS: z.string().default('{}').pipe(json).pipe(partnerBookSchema),
    STADIUMS: endpoints,
    SOCIAL_FEEDS: endpoints,
    INGEST_PARTNER_EVENTS_PER_SECOND: z.coerce
      .number()
      .int()
      .positive()
      .default(defaultLimits.partnerEventsPerSecond),
    INGEST_PARTNER_BURST_FACTOR: burstFactor(defaultLimits.burstFactor),
    INGEST_SOURCE_EVENTS_PER_SECOND: sourceRates,
    INGEST_SOURCE_BURST_FACTOR: burstFactor(defaultLimits.sourceBurstFactor),
    INGEST_SPOOL_BYTES: z.coerce.number().int().min(minSpoolBytes).default(defaultSpoolBytes),
    TRUSTED_PROXIES: trustedProxiesSetting,
    TOUCHLINE_DATA: z.string().default('.touchline'),
    /** Tells this process from its like in the console. */
    INSTANCE: z.string().max(64).default(`${hostname()}-${process.pid}`.slice(-64)),
  })
  .superRefine(checkKafka)
  .transform((env, context) => {
    const { DATABASE_URL: databaseUrl } = env
    const kafka = kafkaOf(env)
    if (!kafka && !databaseUrl) {
      const message = 'is not set, nor is KAFKA_BROKERS: set one of them, the event log stands there'
      context.addIssue({ code: 'custom', path: ['DATABASE_URL'], message, input: '' })
      return z.NEVER
    }
    return {
      logLevel: env.LOG_LEVEL,
      stopLeadMs: env.STOP_LEAD_SECONDS * 1_000,
      /** Kafka wins where both are set. */
      kafka,
      database: databaseUrl ? databaseSettings({ ...env, DATABASE_URL: databaseUrl }) : undefined,
      /** Where the embedded log listens. */
      listensAt: kafka ? undefined : (env.DATABASE_DIRECT_URL ?? databaseUrl),
      streams: databaseUrl ? streamsOf({ ...env, DATABASE_URL: databaseUrl }) : {},
      instance: env.INSTANCE,
      dataFolder: env.TOUCHLINE_DATA,
      cursorsFile: join(env.TOUCHLINE_DATA, 'ingest-cursors.json'),
      ingest: {
        host: env.HOST,
        port: env.PORT,
        ops: opsPlaceOf(env, env.PORT),
        partners: env.BROADCAST_PARTNERS,
        stadiums: env.STADIUMS,
        socialFeeds: env.SOCIAL_FEEDS,
        limits: limitsOf(env),
        trustedProxies: env.TRUSTED_PROXIES,
        deadLetterSpool: {
          folder: join(env.TOUCHLINE_DATA, 'spool', 'ingest'),
          maxBytes: env.INGEST_SPOOL_BYTES,
        },
      },
    }
  })
export type Env = z.infer<typeof envSchema>

interface RateSettings {
  readonly INGEST_PARTNER_EVENTS_PER_SECOND: number
  readonly INGEST_PARTNER_BURST_FACTOR: number
  readonly INGEST_SOURCE_EVENTS_PER_SECOND: z.infer<typeof sourceRates>
  readonly INGEST_SOURCE_BURST_FACTOR: number
}

function limitsOf(env: RateSettings) {
  const { sensor, broadcast, social } = env.INGEST_SOURCE_EVENTS_PER_SECOND
  return {
    partnerEventsPerSecond: env.INGEST_PARTNER_EVENTS_PER_SECOND,
    burstFactor: env.INGEST_PARTNER_BURST_FACTOR,
    sensorEventsPerSecond: sensor ?? defaultLimits.sensorEventsPerSecond,
    broadcastEventsPerSecond: broadcast ?? defaultLimits.broadcastEventsPerSecond,
    socialEventsPerSecond: social ?? defaultLimits.socialEventsPerSecond,
    sourceBurstFactor: env.INGEST_SOURCE_BURST_FACTOR,
  }
}

function streamsOf(env: DatabaseEnv & { readonly DATABASE_LOG_CONNECTIONS: number }) {
  const { url: databaseUrl, directUrl, preparedStatements } = databaseSettings(env)
  return { databaseUrl, directUrl, preparedStatements, logConnections: env.DATABASE_LOG_CONNECTIONS }
}

/** Reads the settings, any also from `NAME_FILE`; throws an Error that names each faulty one and never shows its value. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env =>
  readSettings(envSchema, { title: "ingest can't start with these settings", source })

function pairsOf(text: string): { id: string; url: string }[] {
  const entries = text.split(',').filter(entry => entry.trim() !== '')
  return entries.map(entry => {
    const [id = '', ...url] = entry.trim().split('=')
    return { id, url: url.join('=') }
  })
}
