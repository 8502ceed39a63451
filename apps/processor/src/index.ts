import { overloadPolicyControl } from '@touchline/contracts'
import { type Database, readControl, startStageReports } from '@touchline/db'
import { decide, evolve } from '@touchline/match'
import { createRetryBudget, retryDelayMs } from '@touchline/resilience'
import type { Broadcast, EventLog } from '@touchline/streams'
import { createProgressWatch, type Logger, type Metrics } from '@touchline/telemetry'
import { createHolds } from './holds.ts'
import type { Applied } from './jobs/enrich/apply.ts'
import { createControls } from './jobs/enrich/controls.ts'
import { createEnrichment } from './jobs/enrich/index.ts'
import type { SettleContext } from './jobs/enrich/settle.ts'
import { createRelay } from './jobs/relay/index.ts'
import { watchLag } from './lag.ts'
import { createBurial } from './letters/bury.ts'
import { createMeters } from './meters.ts'
import { createBackfill } from './overload/backfill.ts'
import { createOverload } from './overload/overload.ts'
import { createParkingRetry } from './parking/retry-parked.ts'
import { createReplayExecutor } from './replay/execute.ts'
import { criticalGroup, processorGroup, run, topicsByGroup } from './runner.ts'
import { serve } from './serve.ts'

export { criticalGroup, processorGroup } from './runner.ts'

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
  /** Names what runs, in dead letters. Default `dev`. */
  readonly build?: string
  /** Default 4. */
  readonly concurrency?: number
  /** Default 500. */
  readonly maxBatchRecords?: number
  /** Not ready while the sources' topics lag by more than this. Default 30. */
  readonly maxLagSeconds?: number
}

export interface RunningProcessor {
  readonly port: number
  /** Finishes the batches in hand, then what they put into the outbox. */
  stop(): Promise<void>
}

/**
 * log → enrichment (one transaction a batch) → outbox → relay → broadcast; beside it what was parked is tried again,
 * what was put off is stored after the peak, and replays are carried out.
 */
export async function startProcessor(options: ProcessorOptions): Promise<RunningProcessor> {
  const { log, database, broadcast, logger, metrics, instance, build = 'dev' } = options
  const nowMs = Date.now
  const meters = createMeters(metrics)
  const failed = (job: string) => (error: unknown) => {
    meters.failed(job)
    logger.warn({ job, err: error }, 'a job failed and goes on')
  }
  const relay = createRelay({ database, broadcast, onPublished: meters.published, onError: failed('relay') })
  const budget = createRetryBudget({ ratio: 0.1, minPerSecond: 1, now: () => performance.now() })
  const rules = { decide, evolve }
  const controls = createControls(rules, nowMs)
  const onApplied = (applied: Applied) => {
    meters.applied(applied)
    budget.deposit(applied.outcomes.length)
    relay.wake(applied.outbox, applied.events)
  }
  const firstRetryMs = () => retryDelayMs(1, Math.random)
  const contextOf = (group: string): SettleContext => ({
    ...{ database, group, build, rules, controls, nowMs, firstRetryMs, onApplied },
  })
  const context = contextOf(processorGroup)
  const overload = createOverload({
    readPolicy: () => readControl(database, overloadPolicyControl),
    nowMs,
    onSplit: meters.split,
    onError: failed('overload'),
  })
  const holds = createHolds({
    nowMs,
    ping: () => database.ping(),
    onHeld: hold => logger.error({ hold }, 'a partition is held: its records stay in the log'),
    onReleased: hold => logger.info({ hold }, 'a partition goes on'),
  })
  const progress = createProgressWatch({ now: () => performance.now() })
  const lag = watchLag({
    log,
    groups: topicsByGroup,
    onLag: partitions => progress.observe(partitions),
    onError: failed('lag'),
  })
  const consumptions = await run({
    ...{ log, nowMs, onError: failed('enrich') },
    enrich: group => holds.watch(createEnrichment({ ...contextOf(group), overload })),
    bury: source =>
      createBurial({ database, group: processorGroup, source, build, nowMs, onBuried: meters.buried }),
    concurrency: options.concurrency ?? 4,
    maxBatchRecords: options.maxBatchRecords ?? 500,
  })
  const jobs = [
    createParkingRetry({ context, budget, random: Math.random, onError: failed('parking') }),
    createBackfill({ context, log, overload, onError: failed('backfill') }),
    createReplayExecutor({ context, log, lagSeconds: lag.seconds, onError: failed('replay') }),
  ]
  const reports = [
    startStageReports(database, {
      stage: 'processor',
      instance,
      read: () => meters.processorReading(lag, holds),
    }),
    startStageReports(database, { stage: 'relay', instance, read: meters.relayReading }),
  ]
  const server = await serve(options, { lag, progress, holds })
  return {
    port: server.port,
    stop: async () => {
      await server.close()
      lag.stop()
      overload.stop()
      await Promise.all(consumptions.map(consumption => consumption.stop()))
      await Promise.all(jobs.map(job => job.stop()))
      await relay.stop()
      await Promise.all(reports.map(report => report.stop()))
    },
  }
}
