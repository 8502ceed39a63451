import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'

const envSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4_200),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATABASE_URL: z.string(
    'is not set: the events are stored there, for example postgresql://user@host/touchline',
  ),
  /** Unset: the embedded log in PostgreSQL. */
  KAFKA_BROKERS: z
    .string()
    .transform(list => list.split(',').map(broker => broker.trim()))
    .optional(),
  /** Unset: NOTIFY in PostgreSQL. */
  REDIS_URL: z.string().optional(),
  PROCESSOR_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  PROCESSOR_BATCH: z.coerce.number().int().min(1).max(5_000).default(500),
  /** Tells this process from its like in the console. */
  INSTANCE: z.string().max(64).default(`${hostname()}-${process.pid}`),
})
export type ProcessorEnv = z.infer<typeof envSchema>

/** Reads the settings; throws an Error that names each faulty one and never shows its value. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): ProcessorEnv {
  const set = Object.entries(source).filter(([, value]) => value !== undefined && value !== '')
  const file = source.DATABASE_URL_FILE
  const secrets = file ? [['DATABASE_URL', readFileSync(file, 'utf8').trim()]] : []
  const parsed = envSchema.safeParse(Object.fromEntries([...set, ...secrets]))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(issue => `  ${issue.path.map(String).join('.')} ${issue.message}`)
  throw new Error(`the processor can't start with these settings:\n${faults.join('\n')}`)
}
