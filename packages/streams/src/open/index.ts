import type { KafkaSettings } from '@touchline/contracts/kafka'
import type { RedisSettings } from '@touchline/contracts/redis'
import pg from 'pg'
import type { Broadcast } from '../broadcast.ts'
import type { EventLog } from '../event-log.ts'
import type { Retention } from '../postgres/retention.ts'
import { createNearBroadcast } from './near-broadcast.ts'
import { createOwnedEventLog } from './owned-event-log.ts'

export { openSystemLog } from './owned-event-log.ts'

/** Adapters are loaded when they are chosen: a laptop never loads Kafka's client. */
export interface StreamSettings {
  /** Where the embedded adapters live; unused where the others are named. */
  readonly databaseUrl?: string | undefined
  /** For LISTEN, where a pooler in transaction mode stands before `databaseUrl`. Default: the same. */
  readonly directUrl?: string | undefined
  /** False sends every statement without a name. Default true. */
  readonly preparedStatements?: boolean
  /** Of the embedded log's pool. Default 12. */
  readonly logConnections?: number
  readonly kafka?: KafkaSettings | undefined
  readonly redis?: RedisSettings | undefined
  /**
   * The id of the system in the database, with which the log in Kafka is compared; undefined where it can't be told, and
   * nothing is compared. The embedded log stands in that database: it is not asked.
   */
  readonly systemId?: (() => Promise<string | undefined>) | undefined
  /** Names this process to the log and in pg_stat_activity. */
  readonly clientId: string
  /** True where relay and gateway share this process: notices reach it at once, with their bodies. */
  readonly near?: boolean
  /** Of the embedded log, for the process that knows what is still needed of it; Kafka has its own. */
  readonly retention?: Retention
  /** Told of what the adapters survive. */
  readonly onError: (error: unknown) => void
}

/**
 * Kafka where brokers are named, else the log in PostgreSQL. Closing it ends its connections. Rejects with
 * LogOfAnotherSystem where the log has another system's id.
 */
export async function openEventLog(settings: StreamSettings): Promise<EventLog> {
  const { kafka, clientId, systemId, onError } = settings
  if (kafka) {
    const { createKafkaEventLog } = await import('../kafka/index.ts')
    const log = createKafkaEventLog({ ...kafka, clientId, onError })
    return systemId ? createOwnedEventLog(log, { kafka, clientId, systemId, onError }) : log
  }
  const { createPostgresEventLog } = await import('../postgres/index.ts')
  const { pool, listen } = connectTo(settings, settings.logConnections ?? 12)
  const retaining = settings.retention && { retention: settings.retention }
  return closingAlso(
    await createPostgresEventLog({
      ...retaining,
      ...namingOf(settings),
      pool,
      listen,
      partitions: 8,
      onError,
    }),
    pool,
  )
}

/** Redis where it is set, else PostgreSQL's NOTIFY. Closing it ends its connections. */
export async function openBroadcast(settings: StreamSettings): Promise<Broadcast> {
  const far = await openFarBroadcast(settings)
  return settings.near ? createNearBroadcast(far) : far
}

async function openFarBroadcast(settings: StreamSettings): Promise<Broadcast> {
  const { redis, onError } = settings
  if (redis) {
    const { createRedisBroadcast } = await import('../redis/index.ts')
    return createRedisBroadcast({ ...redis, onError })
  }
  const { createPostgresBroadcast } = await import('../postgres/index.ts')
  const { pool, listen } = connectTo(settings, 3)
  return closingAlso(await createPostgresBroadcast({ ...namingOf(settings), pool, listen, onError }), pool)
}

const namingOf = ({ preparedStatements = true }: StreamSettings) => ({ preparedStatements })

function connectTo({ databaseUrl, directUrl, clientId }: StreamSettings, max: number) {
  if (!databaseUrl) throw new Error('DATABASE_URL is not set, and no other log or broadcast is named')
  const application_name = `${clientId}-streams`
  const listen = { connectionString: directUrl ?? databaseUrl, application_name }
  const pool = new pg.Pool({
    ...{ connectionString: databaseUrl, application_name, max },
    connectionTimeoutMillis: 5_000,
  })
  // An idle connection that breaks is replaced at the next query; unheard, the event would end the process.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return { pool, listen }
}

function closingAlso<T extends { close(): Promise<void> }>(resource: T, pool: pg.Pool): T {
  const close = async () => {
    await resource.close()
    await pool.end()
  }
  return { ...resource, close }
}
