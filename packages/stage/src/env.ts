import { resolve } from 'node:path'
import { databaseEnv, databaseUrlSetting } from '@touchline/contracts/database'
import { checkKafka, kafkaEnv } from '@touchline/contracts/kafka'
import { checkRedis, redisEnv } from '@touchline/contracts/redis'
import { readSettings } from '@touchline/contracts/settings'
import { z } from 'zod'

const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard)
const flag = z
  .enum(['0', '1'])
  .default('1')
  .transform(value => value === '1')

export const stageEnvSchema = z
  .object({
    TOUCHLINE_DATA: z
      .string()
      .default('.touchline')
      .transform(folder => resolve(folder)),
    TOUCHLINE_SIMULATE: flag,
    DATABASE_URL: databaseUrlSetting().optional(),
    ...databaseEnv({ connections: 24 }),
    ...kafkaEnv,
    ...redisEnv,
    HOST: z.string().default('127.0.0.1'),
    API_KEY_PEPPER: z.string().min(16, 'must have 16 characters or more').optional(),
    INGEST_PORT: port(4100),
    GATEWAY_PORT: port(4000),
    PROCESSOR_PORT: port(4200),
    SIMULATOR_PORT: port(4300),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    BROADCAST_PARTNERS: z.string().default('{}'),
    SIMULATOR_SECRET: z.string().optional(),
    SIMULATOR_SEED: z.coerce.number().int().optional(),
    SIMULATOR_SPEED: z.coerce.number().positive().optional(),
    INFLUX_URL: z.url().optional(),
    INFLUX_TOKEN: z.string().default(''),
    INFLUX_ORG: z.string().default('touchline'),
    INFLUX_BUCKET: z.string().default('touchline'),
    INGEST_PARTNER_EVENTS_PER_SECOND: z.coerce.number().int().positive().optional(),
  })
  .superRefine(checkKafka)
  .superRefine(checkRedis)
export type StageEnv = z.infer<typeof stageEnvSchema>

/** Settings of the house by a schema of its own; throws an Error that names each faulty one. */
export const readHouseSettings = <T extends z.ZodType>(
  schema: T,
  source: NodeJS.ProcessEnv = process.env,
): z.output<T> => readSettings(schema, { title: 'these settings are not right', source })

/** Reads what every command of the house needs. */
export const readStageEnv = (source?: NodeJS.ProcessEnv): StageEnv =>
  readHouseSettings(stageEnvSchema, source)

export const firstAdminSchema = z.object({
  /** Who is made admin where there is none. */
  FIRST_ADMIN_EMAIL: z.email('must be an e-mail address').default('admin@touchline.local'),
})
export const readFirstAdminEnv = (source?: NodeJS.ProcessEnv): z.infer<typeof firstAdminSchema> =>
  readHouseSettings(firstAdminSchema, source)
