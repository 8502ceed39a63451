import { createDatabase } from '@touchline/db'
import { startGateway } from '@touchline/gateway'
import { createRedisBroadcast } from '@touchline/streams/redis'
import { createLogger, createMetrics } from '@touchline/telemetry'
import type { StartServer } from '../contender.ts'

/** The gateway as it is, with its metrics, on PostgreSQL and Redis. */
export const start: StartServer = async ({ redisUrl, databaseUrl }) => {
  const gateway = await startGateway({
    database: createDatabase({ url: databaseUrl, applicationName: 'fanout-gateway' }),
    broadcast: createRedisBroadcast({ urls: [redisUrl] }),
    logger: createLogger({ service: 'gateway', level: 'warn' }),
    metrics: createMetrics('gateway'),
    host: '127.0.0.1',
    port: 0,
    instance: 'fanout',
  })
  return gateway.port
}
