import { readFileSync } from 'node:fs'
import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.string({ error: 'is not set: the console reads from the database' }).min(1),
  /** What sessions are signed with: the same for all replicas. */
  AUTH_SECRET: z
    .string({ error: 'is not set: 32 random characters or more' })
    .min(32, 'must have 32 characters'),
  API_KEY_PEPPER: z.string().min(16).optional(),
  /** The origins at which people open the console, separated by commas. */
  WEB_PUBLIC_URL: z.string().optional(),
  /** 0: fans can't make accounts by themselves. */
  FANS_MAY_SIGN_UP: z.enum(['0', '1']).default('1'),
  /** How many proxies of our own stand before this server, for the addresses that sign-ins are counted by. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Where the log is, `host:port` separated by commas. Unset: in the database. */
  KAFKA_BROKERS: z.string().optional(),
  /** Unset: PostgreSQL finds events. */
  OPENSEARCH_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where traces can be looked at, such as `https://traces.example/trace/{traceId}`. */
  TRACE_URL_TEMPLATE: z
    .url({ protocol: /^https?$/ })
    .includes('{traceId}')
    .optional(),
  PORT: z.coerce.number().int().default(3000),
})

const secretNames = ['DATABASE_URL', 'AUTH_SECRET', 'API_KEY_PEPPER', 'OPENSEARCH_URL']

/** What the console's server needs. Secrets also from `NAME_FILE`. */
export function readConsoleEnv(source: NodeJS.ProcessEnv = process.env) {
  const set = Object.entries(source).filter(([, value]) => value !== undefined && value !== '')
  const fromFiles = secretNames.flatMap(name => {
    const file = source[`${name}_FILE`]
    return file ? [[name, readFileSync(file, 'utf8').trim()]] : []
  })
  const parsed = schema.safeParse(Object.fromEntries([...set, ...fromFiles]))
  if (!parsed.success) throw new Error(`The console's settings are wrong:\n${z.prettifyError(parsed.error)}`)
  const { DATABASE_URL, AUTH_SECRET, API_KEY_PEPPER, WEB_PUBLIC_URL, PORT } = parsed.data
  return {
    databaseUrl: DATABASE_URL,
    kafkaBrokers: parsed.data.KAFKA_BROKERS?.split(',').map(broker => broker.trim()),
    authSecret: AUTH_SECRET,
    apiKeyPepper: API_KEY_PEPPER,
    fansMaySignUp: parsed.data.FANS_MAY_SIGN_UP === '1',
    trustedProxies: parsed.data.TRUSTED_PROXIES,
    openSearchUrl: parsed.data.OPENSEARCH_URL,
    traceUrlTemplate: parsed.data.TRACE_URL_TEMPLATE,
    publicUrls: WEB_PUBLIC_URL
      ? WEB_PUBLIC_URL.split(',').map(url => new URL(url.trim()).origin)
      : [`http://127.0.0.1:${PORT}`, `http://localhost:${PORT}`],
  }
}
