import { z } from 'zod'

const postgresUrl = /^postgres(ql)?:\/\//

/**
 * The address of a PostgreSQL, with `sslmode` as libpq means it: `require` encrypts and verifies no certificate (with
 * `sslrootcert`, the certificate but not the name), `verify-full` verifies both. `missing` is told where it is not set.
 */
export const databaseUrlSetting = (missing = 'is not set: it must be a postgres:// URL') =>
  z
    .string({ error: missing })
    .regex(postgresUrl, 'must be a postgres:// URL, such as postgresql://user@host/touchline')
    .transform(withLibpqModes)

/** node-postgres takes these three for `verify-full` unless it is told otherwise. */
function withLibpqModes(url: string): string {
  if (!/[?&]sslmode=(prefer|require|verify-ca)(&|$)/.test(url) || /[?&]uselibpqcompat=/.test(url)) return url
  return `${url}&uselibpqcompat=true`
}

/** What every app with a database has beside `DATABASE_URL`; `connections` is the default of its pool. */
export const databaseEnv = ({ connections }: { readonly connections: number }) => ({
  /** Leads to PostgreSQL itself, or a pooler in session mode, where DATABASE_URL leads to one in transaction mode. */
  DATABASE_DIRECT_URL: databaseUrlSetting().optional(),
  /** `off` for a pooler in transaction mode that does not know prepared statements. */
  DATABASE_PREPARED_STATEMENTS: z.enum(['on', 'off']).default('on'),
  /** The most connections of this process's pool. */
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(1_000).default(connections),
})

/** The most connections of the embedded event log's own pool. */
export const logConnectionsSetting = z.coerce.number().int().min(2).max(1_000).default(12)

export interface DatabaseSettings {
  readonly url: string
  /** For what needs a session of its own: LISTEN and migrations. */
  readonly directUrl: string
  readonly preparedStatements: boolean
  readonly maxConnections: number
}

export interface DatabaseEnv {
  readonly DATABASE_URL: string
  readonly DATABASE_DIRECT_URL?: string | undefined
  readonly DATABASE_PREPARED_STATEMENTS: 'on' | 'off'
  readonly DATABASE_CONNECTIONS: number
}

export const databaseSettings = (env: DatabaseEnv): DatabaseSettings => ({
  url: env.DATABASE_URL,
  directUrl: env.DATABASE_DIRECT_URL ?? env.DATABASE_URL,
  preparedStatements: env.DATABASE_PREPARED_STATEMENTS === 'on',
  maxConnections: env.DATABASE_CONNECTIONS,
})
