import type { OpsPlace } from '@touchline/contracts/operations'
import { type Database, startStageReports } from '@touchline/db'
import { boundConnections, connectionLimits } from '@touchline/resilience'
import type { EventLog } from '@touchline/streams'
import {
  createOperations,
  type HealthCheck,
  type Logger,
  type Metrics,
  startOpsServer,
  viewAtPublicPort,
} from '@touchline/telemetry'
import { createDoor } from './accept.ts'
import { createAccounts, type IngestCounters } from './accounts.ts'
import { createBodyRoom } from './admission/body-room.ts'
import { createKnownSenders } from './admission/known-senders.ts'
import { clockSkewCheck, createClockSkew, gaugeClockSkew } from './clock-skew/clock-skew.ts'
import type { CursorStore } from './cursors/cursor-store.ts'
import { createDelivery } from './delivery.ts'
import { createHttpServer } from './http-server.ts'
import { openLetterBox, type SpoolSettings } from './letters/open-letter-box.ts'
import { defaultLimits, type IngestLimits } from './limits.ts'
import { startDatabaseGrants } from './providers/broadcast/database-grants.ts'
import { type Grants, patternGrants } from './providers/broadcast/grants.ts'
import { createKnownCriticals } from './providers/broadcast/known-criticals.ts'
import { createKnownMessages } from './providers/broadcast/known-messages.ts'
import type { PartnerBook } from './providers/broadcast/partner-book.ts'
import { createRateLimit } from './providers/broadcast/rate-limit.ts'
import { addBroadcastWebhook } from './providers/broadcast/webhook.ts'
import type { Endpoint } from './providers/provider-name.ts'
import { createSourceBuckets } from './rate/source-buckets.ts'
import { type SharedIn, startSharedSources } from './sources/shared-sources.ts'
import { gaugeSources, planSources, type Sources, sourcesCheck, startAllSources } from './sources/sources.ts'
import { stageReading, timed } from './stage-reading.ts'

export interface IngestOptions {
  readonly log: EventLog
  readonly logger: Logger
  readonly metrics: Metrics
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly partners: PartnerBook
  readonly stadiums: readonly Endpoint[]
  readonly socialFeeds: readonly Endpoint[]
  /** Where this process alone keeps how far each source was read; or where several share the sources out. */
  readonly cursors: CursorStore | SharedIn
  /** Where grants stand, beside those in the partners' settings. */
  readonly grantsDatabase?: Pick<Database, 'pool'>
  /** Keeps dead letters while their topic is away; without it, such a source waits. For this process alone. */
  readonly deadLetterSpool?: SpoolSettings
  /** So many proxies of ours stand before this process, and tell whom they forward. Default 0. */
  readonly trustedProxies?: number
  /** What differs from `defaultLimits`. */
  readonly limits?: Partial<IngestLimits>
  /** Where the console's reports go; without it there are none. */
  readonly reports?: { readonly database: Database; readonly instance: string }
  /** Beside the log's own check. */
  readonly readinessChecks?: readonly HealthCheck[]
  readonly schema: HealthCheck | 'none'
  /** Default: none, and people on this machine are told all at the public port. */
  readonly ops?: OpsPlace
}

export interface RunningIngest {
  readonly port: number
  counters(): IngestCounters
  /** From now on not ready, while all else goes on. */
  leave(): void
  /** Ends polls and streams, finishes the requests in hand, closes the port. The log stays open. */
  stop(): Promise<void>
}

/** Listens, then begins to poll and to stream. Rejects if the port, or the spool's folder, can't be had. */
export async function startIngest(options: IngestOptions): Promise<RunningIngest> {
  const limits: IngestLimits = { ...defaultLimits, ...options.limits }
  const { log, logger, metrics, cursors } = options
  const accounts = createAccounts(metrics)
  const letters = await openLetterBox({ log, logger, metrics, accounts, limits }, options.deadLetterSpool)
  const door = timed(createDoor(createDelivery(log, letters, accounts)))
  const buckets = createSourceBuckets(limits)
  const clocks = createClockSkew(logger)
  let sources: Sources | undefined

  const { partners, trustedProxies = 0, ops } = options
  const operations = createOperations({
    logger,
    metrics,
    schema: options.schema,
    ready: [
      logCheck(log),
      clockSkewCheck(clocks),
      sourcesCheck(() => sources),
      ...(options.readinessChecks ?? []),
    ],
    started: () => sources !== undefined,
  })
  const viewOf = viewAtPublicPort({ ops, trustedProxies })
  const app = createHttpServer({ limits, accounts, logger, ops: { operations, viewOf } })
  const { partnerEventsPerSecond: eventsPerSecond, burstFactor } = limits
  const critical = {
    partnerPerSecond: limits.partnerCriticalPerSecond,
    partnerBurst: limits.partnerCriticalBurst,
    matchPerSecond: limits.matchCriticalPerSecond,
    matchBurst: limits.matchCriticalBurst,
  }
  const granted = options.grantsDatabase && openGrants(options.grantsDatabase, logger, metrics)
  const grants: Grants = granted ?? patternGrants
  const receiver = {
    door,
    clocks,
    messages: createKnownMessages({
      entries: limits.messagesRemembered,
      entriesPerPartner: limits.messagesRememberedPerPartner,
    }),
    rateLimit: createRateLimit({
      ...{ eventsPerSecond, burstFactor, critical, source: buckets.broadcast },
      known: createKnownCriticals({
        entries: limits.criticalsRemembered,
        entriesPerPartner: limits.criticalsRememberedPerPartner,
      }),
    }),
    accounts,
    grants,
    limits,
    onLogUnavailable: (error: Error) => logger.warn({ err: error }, 'log unavailable: answered 503'),
  }
  const known = createKnownSenders()
  const onDisplaced = () => accounts.connectionDisplaced()
  addBroadcastWebhook(app, {
    ...{ partners, receiver, accounts, limits, trustedProxies },
    room: createBodyRoom(limits, known, partners.size),
    connections: boundConnections(app.server, connectionLimits(limits, trustedProxies), {
      known,
      onDisplaced,
    }),
  })
  const giveUp = async (error: unknown): Promise<never> => {
    await granted?.stop()
    await letters.close()
    throw error
  }
  const opsServer = ops && (await startOpsServer(operations, ops).catch(giveUp))
  await app.listen({ host: options.host, port: options.port }).catch(async error => {
    await opsServer?.close()
    return giveUp(error)
  })

  const planned = planSources(options, { door, clocks, accounts, limits, buckets, logger })
  const running =
    'database' in cursors ? startSharedSources(planned, cursors, logger) : startAllSources(planned, cursors)
  sources = running
  gaugeSources(metrics, running)
  gaugeClockSkew(metrics, clocks)
  const reports =
    options.reports &&
    startStageReports(options.reports.database, {
      ...{ stage: 'ingest', instance: options.reports.instance },
      read: () => stageReading(accounts, running.running(), door, clocks),
    })
  logger.info({ port: portOf(app.server.address()), sources: planned.length }, 'ingest is listening')
  return {
    port: portOf(app.server.address()),
    counters: accounts.counters,
    leave: operations.leave,
    stop: async () => {
      operations.leave()
      const timer = setTimeout(() => app.server.closeAllConnections(), limits.stopTimeoutMs)
      await Promise.all([app.close(), running.stop()])
      clearTimeout(timer)
      await granted?.stop()
      await letters.close()
      await reports?.stop()
      await opsServer?.close()
    },
  }
}

function openGrants(database: Pick<Database, 'pool'>, logger: Logger, metrics: Metrics) {
  const onError = (error: unknown) =>
    logger.warn({ err: error }, 'grants could not be read: those last read count')
  const grants = startDatabaseGrants({ database, onError })
  const age = () => [{ value: Math.min(grants.ageSeconds(), 1e9), attributes: {} }]
  metrics.gauge('touchline_ingest_grants_age_seconds', "Since partners' grants were last read", age)
  return grants
}

const logCheck = (log: EventLog): HealthCheck => ({
  name: 'event-log',
  check: async () => {
    await log.lag('ingest-readiness', [])
  },
})

const portOf = (address: ReturnType<import('node:net').Server['address']>): number =>
  typeof address === 'object' && address !== null ? address.port : 0
