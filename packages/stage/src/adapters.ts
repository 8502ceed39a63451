import { createDatabase } from '@touchline/db'
import type { Broadcast, EventLog } from '@touchline/streams'

/** Adapters are loaded when they are chosen: a laptop never loads Kafka's client. */
export interface StreamSettings {
  readonly databaseUrl: string
  readonly kafkaBrokers?: readonly string[] | undefined
  readonly redisUrl?: string | undefined
  readonly clientId: string
  readonly onError: (error: unknown) => void
}

/** Kafka where brokers are named, else the log in PostgreSQL, with connections of its own. */
export async function openLog(settings: StreamSettings): Promise<EventLog> {
  const { databaseUrl, kafkaBrokers, clientId, onError } = settings
  if (kafkaBrokers) {
    const { createKafkaEventLog } = await import('@touchline/streams/kafka')
    return createKafkaEventLog({ brokers: kafkaBrokers, clientId, onError })
  }
  const { createPostgresEventLog } = await import('@touchline/streams/postgres')
  const { pool } = createDatabase({
    url: databaseUrl,
    applicationName: `${clientId}-log`,
    maxConnections: 12,
  })
  const log = await createPostgresEventLog({ pool, listen: { connectionString: databaseUrl }, onError })
  return closingAlso(log, () => pool.end())
}

/** Redis where its URL is set, else NOTIFY. */
export async function openBroadcast(settings: StreamSettings): Promise<Broadcast> {
  const { databaseUrl, redisUrl, clientId, onError } = settings
  if (redisUrl) {
    const { createRedisBroadcast } = await import('@touchline/streams/redis')
    return createRedisBroadcast({ url: redisUrl, onError })
  }
  const { createPostgresBroadcast } = await import('@touchline/streams/postgres')
  const { pool } = createDatabase({
    url: databaseUrl,
    applicationName: `${clientId}-broadcast`,
    maxConnections: 3,
  })
  const broadcast = await createPostgresBroadcast({
    pool,
    listen: { connectionString: databaseUrl },
    onError,
  })
  return closingAlso(broadcast, () => pool.end())
}

function closingAlso<T extends { close(): Promise<void> }>(resource: T, after: () => Promise<void>): T {
  const close = async () => {
    await resource.close()
    await after()
  }
  return { ...resource, close }
}
