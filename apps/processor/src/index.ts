import { type Database, startStageReports } from '@touchline/db'
import { decide, evolve } from '@touchline/match'
import type { Broadcast, EventLog } from '@touchline/streams'
import { addOpsRoutes, type Logger, type Metrics } from '@touchline/telemetry'
import fastify from 'fastify'
import { createBurial } from './letters/bury.ts'
import { createEnrichment } from './jobs/enrich/index.ts'
import { createRelay } from './jobs/relay/index.ts'
import { watchLag } from './lag.ts'
import { createMeters } from './meters.ts'
import { handlersByTopic, run } from './runner.ts'

export interface ProcessorOptions {
  readonly log: EventLog
  readonly database: Database
  readonly broadcast: Broadcast
  readonly logger: Logger
  readonly metrics: Metrics
  readonly host: string
  readonly port: number
  /** Names this process in the console's reports. */
  readonly instance: string
  /** Default 4. */
  readonly concurrency?: number
  /** Default 500. */
  readonly maxBatchRecords?: number
}

export interface RunningProcessor {
  readonly port: number
  /** Finishes the batches in hand, then what they put into the outbox. */
  stop(): Promise<void>
}

export const processorGroup = 'processor'

/** log → enrichment (one transaction a batch) → outbox → relay → broadcast. */
export async function startProcessor(options: ProcessorOptions): Promise<RunningProcessor> {
  const { log, database, broadcast, logger, metrics, instance } = options
  const meters = createMeters(metrics)
  const failed = (job: string) => (error: unknown) => {
    meters.failed(job)
    logger.warn({ job, err: error }, 'a job failed and goes on')
  }
  const relay = createRelay({ database, broadcast, onPublished: meters.published, onError: failed('relay') })
  const base = { database, group: processorGroup, nowMs: Date.now }
  const handlers = handlersByTopic(
    source =>
      createEnrichment({
        ...base,
        source,
        rules: { decide, evolve },
        onStored: plan => {
          meters.stored(plan)
          relay.wake(plan.outbox, plan.events)
        },
      }),
    source => createBurial({ ...base, source, onBuried: meters.buried }),
  )
  const { concurrency = 4, maxBatchRecords = 500 } = options
  const consumption = await run({
    log,
    group: processorGroup,
    handlers,
    concurrency,
    maxBatchRecords,
    onError: failed('enrich'),
  })
  const lag = watchLag({ log, group: processorGroup, topics: Object.keys(handlers), onError: failed('lag') })
  const reports = [
    startStageReports(database, { stage: 'processor', instance, read: () => meters.processorReading(lag) }),
    startStageReports(database, { stage: 'relay', instance, read: meters.relayReading }),
  ]
  const server = await serve(options)
  return {
    port: server.port,
    stop: async () => {
      await server.close()
      lag.stop()
      await consumption.stop()
      await relay.stop()
      await Promise.all(reports.map(report => report.stop()))
    },
  }
}

async function serve({ log, database, broadcast, logger, metrics, host, port }: ProcessorOptions) {
  const app = fastify({ logger: false, forceCloseConnections: true })
  addOpsRoutes(app, {
    logger,
    metrics,
    started: () => true,
    ready: [
      { name: 'database', check: () => database.ping() },
      { name: 'broadcast', check: () => broadcast.ping() },
      { name: 'log', check: async () => void (await log.lag(processorGroup, [])) },
    ],
  })
  await app.listen({ host, port })
  const address = app.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => app.close(),
  }
}
