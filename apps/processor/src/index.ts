import { overloadPolicyControl } from '@touchline/contracts'
import { readConsumerOrders, readControl, startStageReports } from '@touchline/db'
import { decide, evolve } from '@touchline/match'
import { createRetryBudget, retryDelayMs } from '@touchline/resilience'
import { createProgressWatch } from '@touchline/telemetry'
import { watchConsumers } from './control/consumer-watch.ts'
import { createGate } from './control/gate.ts'
import { createResets } from './control/resets.ts'
import { createHolds } from './holds.ts'
import { createAggregation } from './jobs/aggregate/index.ts'
import type { Applied } from './jobs/enrich/apply.ts'
import { createControls } from './jobs/enrich/controls.ts'
import { createEnrichment } from './jobs/enrich/index.ts'
import { createMatchTurns } from './jobs/enrich/match-turns.ts'
import type { SettleContext } from './jobs/enrich/settle.ts'
import { createRelay } from './jobs/relay/index.ts'
import { heldBy, watchLag } from './lag.ts'
import { createBurial } from './letters/bury.ts'
import { createMeters } from './meters.ts'
import type { OnError, ProcessorOptions } from './options.ts'
import { createOverload } from './overload/overload.ts'
import { watchParked } from './parking/parked-watch.ts'
import { type CheckpointSetBack, startAtCheckpoints } from './progress.ts'
import { createLossWatch } from './retention/loss-watch.ts'
import { criticalGroup, processorGroup, run, topicsByGroup } from './runner.ts'
import { serve } from './serve.ts'
import { startSideJobs } from './side-jobs.ts'
import { openSpools } from './spools.ts'

export type { ProcessorOptions } from './options.ts'
export { neededFrom } from './retention/needed-from.ts'
export { criticalGroup, processorGroup } from './runner.ts'

export interface RunningProcessor {
  readonly port: number
  /** Finishes the batches in hand, then what they put into the outbox. */
  stop(): Promise<void>
}

/**
 * log → enrichment (one transaction a batch) → outbox → relay → broadcast. Beside it, the side jobs: what was parked is
 * tried again, what was put off is stored after the peak, dead letters are cared for and replayed, deliveries are
 * reconciled; and the aggregation folds what was stored into windows.
 */
export async function startProcessor(options: ProcessorOptions): Promise<RunningProcessor> {
  const { log, database, broadcast, logger, metrics, instance, build = 'dev' } = options
  const nowMs = Date.now
  const meters = createMeters(metrics)
  const failed: OnError = job => error => {
    meters.failed(job)
    logger.warn({ job, err: error }, 'a job failed and goes on')
  }
  const spools = await openSpools(options, meters, failed)
  const consumers = watchConsumers({
    readOrders: () => readConsumerOrders(database),
    clockMs: () => performance.now(),
    onResets: createResets({
      ...{ database, log, onError: failed('reset') },
      onReset: reset => logger.info({ reset }, 'a consumer was reset'),
    }),
    onError: failed('consumers'),
  })
  const gate = createGate(consumers)
  const relay = createRelay({ database, broadcast, onPublished: meters.published, onError: failed('relay') })
  const aggregation = createAggregation({
    ...{ database, nowMs, onAggregated: meters.aggregated, onError: failed('aggregate') },
    isPaused: consumers.isAggregationPaused,
    ...(spools.sink && { sink: spools.sink }),
  })
  const budget = createRetryBudget({ ratio: 0.1, minPerSecond: 1, now: () => performance.now() })
  const onApplied = (applied: Applied) => {
    meters.applied(applied)
    budget.deposit(applied.outcomes.length)
    relay.wake(applied.outbox, applied.events)
    aggregation.wake(applied.events)
  }
  const rules = { decide, evolve }
  const shared = { database, build, rules, controls: createControls(rules, nowMs), nowMs, onApplied }
  const turns = createMatchTurns()
  const contextOf = (group: string): SettleContext => ({
    ...shared,
    turns,
    group,
    letters: spools.letters,
    firstRetryMs: () => retryDelayMs(1, Math.random),
  })
  const overload = createOverload({
    readPolicy: () => readControl(database, overloadPolicyControl),
    ...{ nowMs, onSplit: meters.split, onError: failed('overload') },
  })
  const holds = createHolds({
    ...{ nowMs, ping: () => database.ping() },
    onHeld: hold => logger.error({ hold }, 'a partition is held: its records stay in the log'),
    onReleased: hold => logger.info({ hold }, 'a partition goes on'),
  })
  const onSetBack = (fault: CheckpointSetBack) =>
    logger.error({ err: fault }, 'the database was set back: what it lost is read from the log again')
  const burial = { database, group: processorGroup, build, nowMs, onBuried: meters.buried, onSetBack }
  const losses = createLossWatch({
    ...{ database, log, metrics, onError: failed('retention') },
    onLost: lost => logger.error({ lost }, 'the log deleted records before they were processed'),
    onNear: lag => logger.warn({ lag }, 'the log soon deletes records that are still to be processed'),
  })
  const consumptions = await run({
    ...{ log, nowMs, gate, onError: failed('enrich') },
    enrich: group =>
      holds.watch(
        createEnrichment({
          ...contextOf(group),
          overload,
          isUnthrottled: group === criticalGroup,
          onSetBack,
        }),
      ),
    bury: source => createBurial({ ...burial, source }),
    startAt: group => startAtCheckpoints(database, group),
    losses,
    concurrency: options.concurrency ?? 4,
    maxBatchRecords: options.maxBatchRecords ?? 500,
  })
  const progress = createProgressWatch({ now: () => performance.now() })
  const lag = watchLag({
    ...{ log, groups: topicsByGroup, onError: failed('lag') },
    // A pause is meant: who stands still for it is not stuck.
    onLag: partitions => {
      const held = heldBy(consumptions, partitions)
      losses.observe(held)
      progress.observe(held.filter(({ topic }) => !consumers.isTopicPaused(topic)))
    },
  })
  const context = contextOf(processorGroup)
  const sideJobs = startSideJobs({
    options,
    context,
    budget,
    overload,
    relay,
    lag,
    meters,
    failed,
    consumers,
  })
  const reports = [
    startStageReports(database, {
      ...{ stage: 'processor', instance },
      read: () => meters.processorReading({ lag, holds, overload, gate, consumers }),
    }),
    startStageReports(database, { stage: 'relay', instance, read: meters.relayReading }),
  ]
  const parked = watchParked({
    ...{ database, limitSeconds: options.parkedWarnSeconds ?? 30, onError: failed('parked-watch') },
    onOverdue: reason => logger.warn({ reason }, 'a match is parked for long'),
  })
  const server = await serve(options, {
    lag: { seconds: () => lag.seconds(topic => !consumers.isTopicPaused(topic)) },
    ...{ progress, holds, overload, parked, losses },
  })
  return {
    port: server.port,
    stop: async () => {
      await server.close()
      lag.stop()
      await parked.stop()
      overload.stop()
      await Promise.all(consumptions.map(consumption => consumption.stop()))
      await consumers.stop()
      await sideJobs.stop()
      await aggregation.stop()
      await relay.stop()
      await spools.stop()
      await Promise.all(reports.map(report => report.stop()))
    },
  }
}
