import { poolUse, schemaIsCurrent } from '@touchline/db'
import {
  addOpsRoutes,
  conditionCheck,
  createOperations,
  lagCheck,
  meterPool,
  type ProgressWatch,
  poolCheck,
  startOpsServer,
  viewAtPublicPort,
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
  {
    log,
    database,
    broadcast,
    logger,
    metrics,
    host,
    port,
    ops,
    maxLagSeconds = 30,
    readinessChecks = [],
  }: ProcessorOptions,
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
  const operations = createOperations({
    logger,
    metrics,
    started: () => true,
    schema: conditionCheck('schema', isCurrent, 'the database lacks a migration: run npm run db:migrate'),
    startup: [
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
      ...readinessChecks,
    ],
  })
  addOpsRoutes(app, { operations, viewOf: viewAtPublicPort({ ops, trustedProxies: 0 }) })
  const opsServer = ops && (await startOpsServer(operations, ops))
  await app.listen({ host, port }).catch(async error => {
    await opsServer?.close()
    throw error
  })
  const address = app.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      await Promise.all([app.close(), opsServer?.close()])
    },
  }
}
