import { poolUse, schemaIsCurrent } from '@touchline/db'
import {
  addOpsRoutes,
  conditionCheck,
  lagCheck,
  meterPool,
  type ProgressWatch,
  poolCheck,
} from '@touchline/telemetry'
import fastify from 'fastify'
import type { Holds } from './holds.ts'
import type { LagWatch } from './lag.ts'
import type { ProcessorOptions } from './options.ts'
import type { Overload } from './overload/overload.ts'
import type { ParkedWatch } from './parking/parked-watch.ts'
import type { LossWatch } from './retention/loss-watch.ts'
import { processorGroup } from './runner.ts'

export interface Watches {
  readonly lag: Pick<LagWatch, 'seconds'>
  readonly progress: ProgressWatch
  readonly holds: Holds
  readonly overload: Overload
  readonly parked: ParkedWatch
  readonly losses: Pick<LossWatch, 'check'>
}

/** The processor's health and metrics. */
export async function serve(
  { log, database, broadcast, logger, metrics, host, port, maxLagSeconds = 30 }: ProcessorOptions,
  { lag, progress, holds, overload, parked, losses }: Watches,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const app = fastify({ logger: false, forceCloseConnections: true })
  metrics.gauge(
    'touchline_held_partitions',
    'Partitions that stand still for no fault of their records',
    () => holds.current().map(({ topic, partition }) => ({ value: 1, attributes: { topic, partition } })),
  )
  meterPool(metrics, 'processor', () => poolUse(database))
  parked.meter(metrics)
  const isCurrent = () => schemaIsCurrent(database)
  addOpsRoutes(app, {
    logger,
    metrics,
    started: () => true,
    startup: [
      conditionCheck('schema', isCurrent, 'the database lacks a migration: run npm run db:migrate'),
      conditionCheck('policy', async () => overload.isLoaded(), 'the overload policy was not read yet'),
    ],
    live: () => progress.report(),
    ready: [
      { name: 'database', check: () => database.ping() },
      { name: 'broadcast', check: () => broadcast.ping() },
      { name: 'log', check: async () => void (await log.lag(processorGroup, [])) },
      poolCheck(() => poolUse(database)),
      parked.check,
      losses.check,
      lagCheck({ readSeconds: () => lag.seconds(), limitSeconds: maxLagSeconds }),
    ],
  })
  await app.listen({ host, port })
  const address = app.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => app.close(),
  }
}
