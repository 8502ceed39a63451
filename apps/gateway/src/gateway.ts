import type { ApiContext, Caller } from '@touchline/api'
import type { OpsPlace } from '@touchline/contracts/operations'
import { type Database, poolUse, schemaIsCurrent, startStageReports } from '@touchline/db'
import type { Broadcast } from '@touchline/streams'
import {
  advisoryCheck,
  conditionCheck,
  createOperations,
  type Logger,
  type Metrics,
  meterPool,
  type Operations,
  poolCheck,
  startOpsServer,
  viewAtPublicPort,
} from '@touchline/telemetry'
import type { Admission } from './admission/admission.ts'
import { createHandshakeMeter } from './admission/admission-meters.ts'
import { countsCheck, meterCounts, tellCounts } from './admission/counts-report.ts'
import { type AdmissionOptions, createAdmission } from './admission/create-admission.ts'
import { httpCaller } from './callers.ts'
import { fitDescriptors, openFilesLimit } from './descriptors.ts'
import { createFeedJournal } from './evidence/create-feed-journal.ts'
import { createFailureLog } from './failure-log.ts'
import { arrivalOf } from './http/admit.ts'
import type { AllowedOrigins } from './http/origins.ts'
import { createHttp } from './http/server.ts'
import { StreamPlaces } from './http/stream-places.ts'
import { eventStoreOf } from './hub/event-store.ts'
import { Hub } from './hub/hub.ts'
import { defaultLimits, type GatewayLimits } from './limits.ts'
import { createMeters, type Meters, meterMemory } from './meters.ts'
import { createPlaces } from './places.ts'
import { Quotas } from './quotas.ts'
import { ReadQueue } from './reads/read-queue.ts'
import { Encodings } from './socket/encodings.ts'
import { serveSockets } from './socket/sockets.ts'
import { startWatermarks } from './watermarks.ts'

/** Writing to a crowd takes longer than a turn of the loop may: it counts as late later. */
const backlogWeight = 0.4

export interface GatewayOptions {
  readonly database: Database
  /** Connections of their own for callers' reads. Default: `database`. */
  readonly readDatabase?: Database
  readonly broadcast: Broadcast
  readonly logger: Logger
  readonly metrics: Metrics
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  /** The kernel spreads connections over all processes of the host that listen on this port (Linux). */
  readonly sharesPort?: boolean
  /** Tells this process from its like in stage reports. */
  readonly instance: string
  readonly limits?: Partial<GatewayLimits>
  /** Default: any. */
  readonly origins?: AllowedOrigins
  /** Whose tokens and keys count, and how much each may take. Default: everybody is anonymous. */
  readonly admission?: Partial<
    Omit<AdmissionOptions, 'database' | 'instance' | 'onError' | 'origins' | 'meter'>
  >
  /** So many proxies of ours stand before this process, and tell whom they forward. Default 0. */
  readonly trustedProxies?: number
  /** `stock`: tRPC's own WebSocket adapter, which is slower and looks the same to clients. */
  readonly adapter?: 'shared' | 'stock'
  /** Default: none, and people on this machine are told all at the public port. */
  readonly ops?: OpsPlace
  /** Whether this process serves `ops` itself. Default: it does. */
  readonly servesOps?: boolean
}

export interface RunningGateway {
  readonly port: number
  readonly operations: Operations
  /** Sends clients on, then closes: sockets, HTTP, hub. The database and the broadcast stay open. */
  stop(): Promise<void>
}

/** Serves matches and their feeds. Rejects if it can't listen. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { database, broadcast, logger, metrics, instance, origins = '*', trustedProxies = 0 } = options
  const { readDatabase = database, ops, servesOps = true } = options
  const { limits, warning } = fitDescriptors({ ...defaultLimits, ...options.limits }, openFilesLimit())
  if (warning) logger.warn(warning)
  const meters = createMeters(metrics)
  const onError = createFailureLog(logger)
  const hub = new Hub({
    store: eventStoreOf(database, instance),
    broadcast,
    limits,
    onHeal: meters.healed,
    onWritten: meters.wrote,
    onFailure: onError,
  })
  const now = () => new Date()
  const contextOf = (caller: Caller): ApiContext => ({ database, readDatabase, feeds: hub, caller, now })
  const journal = createFeedJournal({ database, instance, onError })
  const meter = createHandshakeMeter(metrics)
  const admission = createAdmission({
    database,
    instance,
    onError,
    origins,
    meter,
    backlogMs: () => hub.backlogMs() * backlogWeight,
    onCountsAlone: isAlone => tellCounts(logger, isAlone),
    ...options.admission,
  })
  meterCounts(metrics, admission.countsAlone)
  const reads = new ReadQueue(limits.reads)
  const calls = createPlaces({ call: limits.httpCalls, feed: 0 })
  const places = new StreamPlaces(limits.httpFeeds)
  const http = {
    enter: calls,
    places,
    streams: new Quotas(limits.httpFeedsPerCaller),
    meters,
    journal,
    reads,
  }
  const feeds = new Quotas(limits.feedsPerCaller)
  const encodings = new Encodings(limits.encodingsPerCaller)
  let serving = false
  meterPool(metrics, 'gateway', () => poolUse(database))
  const operations = operationsOf(options, admission, () => serving)
  const { app, connections, lines } = await createHttp({
    limits,
    origins,
    ops: { operations, viewOf: viewAtPublicPort({ ops, trustedProxies }) },
    admission,
    trustedProxies,
    onDisplaced: meters.displaced,
    contextOf: (identity, peer) => contextOf(httpCaller(identity, peer, http)),
    onError,
  })
  const sockets = serveSockets({
    server: app.server,
    shares: {
      ...{ limits, meters, feeds, encodings, handshakes: meter, admission, hub, journal, connections, reads },
      ...{ contextOf, onError },
    },
    adapter: options.adapter ?? 'shared',
    arrivalOf: request => arrivalOf(request, trustedProxies),
    mayUpgrade: request => lines.mayUpgrade(request),
  })
  meterMemory(metrics, hub, sockets)
  const giveUp = async (error: unknown): Promise<never> => {
    await Promise.all([hub.close(), journal.close(), admission.close()])
    throw error
  }
  const opsServer = ops && servesOps ? await startOpsServer(operations, ops).catch(giveUp) : undefined
  await app.listen(listenOptionsOf(options)).catch(async error => {
    await opsServer?.close()
    return giveUp(error)
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
    operations,
    stop: once(async () => {
      operations.leave()
      await sockets.drain(limits.drainMs)
      await app.close()
      await Promise.all([hub.close(), journal.close(), admission.close(), reports.stop(), watermarks.stop()])
      await opsServer?.close()
    }),
  }
}

const listenOptionsOf = ({ host, port, sharesPort }: GatewayOptions) => ({
  host,
  port,
  ...(sharesPort && { reusePort: true }),
})

/**
 * A gateway has no cache to warm and consumes nothing: it needs its schema, and what it reads from. Without the
 * broadcast it heals from the database, so fans are not sent away for that.
 */
function operationsOf(
  { database, broadcast, logger, metrics }: GatewayOptions,
  admission: Admission,
  started: () => boolean,
): Operations {
  const newestMigration = 'the newest migration is not applied: run db:migrate'
  return createOperations({
    ...{ logger, metrics, started },
    schema: conditionCheck('schema', () => schemaIsCurrent(database), newestMigration),
    ready: [
      { name: 'database', check: () => database.ping() },
      advisoryCheck({ name: 'broadcast', check: () => broadcast.ping() }),
      countsCheck(admission.countsAlone),
      poolCheck(() => poolUse(database)),
    ],
  })
}

const reportStage = (database: Database, instance: string, meters: Meters) =>
  startStageReports(database, {
    stage: 'gateway',
    instance,
    read: meters.stageReading,
  })

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
