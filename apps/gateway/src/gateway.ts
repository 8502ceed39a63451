import type { ApiContext, Caller } from '@touchline/api'
import { type Database, poolUse, schemaIsCurrent, startStageReports } from '@touchline/db'
import type { Broadcast } from '@touchline/streams'
import {
  advisoryCheck,
  conditionCheck,
  type HealthCheck,
  type Logger,
  type Metrics,
  meterPool,
  poolCheck,
} from '@touchline/telemetry'
import { httpCaller, socketCaller } from './callers.ts'
import { createFailureLog } from './failure-log.ts'
import type { AllowedOrigins } from './http/origins.ts'
import { createHttp } from './http/server.ts'
import { eventStoreOf } from './hub/event-store.ts'
import { Hub } from './hub/hub.ts'
import { defaultLimits, type GatewayLimits } from './limits.ts'
import { createMeters, type Meters, meterMemory } from './meters.ts'
import { createPlaces } from './places.ts'
import { serveSockets } from './socket/sockets.ts'
import { startWatermarks } from './watermarks.ts'

export interface GatewayOptions {
  readonly database: Database
  readonly broadcast: Broadcast
  readonly logger: Logger
  readonly metrics: Metrics
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  /** Tells this process from its like in stage reports. */
  readonly instance: string
  readonly limits?: Partial<GatewayLimits>
  /** Default: any. */
  readonly origins?: AllowedOrigins
}

export interface RunningGateway {
  readonly port: number
  /** Sends clients on, then closes: sockets, HTTP, hub. The database and the broadcast stay open. */
  stop(): Promise<void>
}

/** Serves matches and their feeds. Rejects if it can't listen. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { database, broadcast, logger, metrics, instance, origins = '*' } = options
  const limits = { ...defaultLimits, ...options.limits }
  const meters = createMeters(metrics)
  const onError = createFailureLog(logger)
  const hub = new Hub({
    store: eventStoreOf(database),
    broadcast,
    limits,
    onHeal: meters.healed,
    onFailure: onError,
  })
  const contextOf = (caller: Caller): ApiContext => ({ database, feeds: hub, caller, now: () => new Date() })
  const places = createPlaces({ call: limits.httpCalls, feed: limits.httpFeeds })
  let serving = false
  meterPool(metrics, 'gateway', () => poolUse(database))
  const app = await createHttp({
    limits,
    origins,
    ops: { logger, metrics, started: () => serving, ...healthOf(options, () => serving) },
    contextOf: () => contextOf(httpCaller(places, meters)),
    onError,
  })
  const callerOf = (socket: Parameters<typeof socketCaller>[0]) => socketCaller(socket, limits, meters)
  const sockets = serveSockets({ server: app.server, limits, meters, origins, contextOf, callerOf, onError })
  meterMemory(metrics, hub, sockets)
  await app.listen({ host: options.host, port: options.port }).catch(async error => {
    await hub.close()
    throw error
  })
  const reports = reportStage(database, instance, meters)
  const watermarks = startWatermarks({
    database,
    instance,
    read: () => hub.heads().map(({ followers, ...head }) => ({ ...head, sockets: followers })),
    onError,
  })
  serving = true
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  logger.info({ port, instance }, 'gateway is serving')
  return {
    port,
    stop: once(async () => {
      serving = false
      await sockets.drain(limits.drainMs)
      await app.close()
      await Promise.all([hub.close(), reports.stop(), watermarks.stop()])
    }),
  }
}

/**
 * A gateway has no cache to warm and consumes nothing: it needs its schema once, and then what it reads from. Without
 * the broadcast it heals from the database, so fans are not sent away for that.
 */
function healthOf({ database, broadcast }: GatewayOptions, isServing: () => boolean) {
  const ready: HealthCheck[] = [
    { name: 'database', check: () => database.ping() },
    advisoryCheck({ name: 'broadcast', check: () => broadcast.ping() }),
    poolCheck(() => poolUse(database)),
    conditionCheck('serving', isServing, 'starting or stopping'),
  ]
  const newestMigration = 'the newest migration is not applied: run db:migrate'
  const startup = [conditionCheck('schema', () => schemaIsCurrent(database), newestMigration)]
  return { ready, startup }
}

const reportStage = (database: Database, instance: string, meters: Meters) =>
  startStageReports(database, {
    stage: 'gateway',
    instance,
    read: () => ({
      totals: { deliveredPerSecond: meters.delivered },
      gauges: { connections: meters.connections, subscriptions: meters.feeds },
    }),
  })

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
