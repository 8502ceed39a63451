import { addOpsRoutes, type ProgressWatch } from '@touchline/telemetry'
import fastify from 'fastify'
import type { Holds } from './holds.ts'
import type { ProcessorOptions } from './index.ts'
import type { LagWatch } from './lag.ts'
import { processorGroup } from './runner.ts'

export interface Watches {
  readonly lag: LagWatch
  readonly progress: ProgressWatch
  readonly holds: Holds
}

/** The processor's health and metrics. */
export async function serve(
  { log, database, broadcast, logger, metrics, host, port, maxLagSeconds = 30 }: ProcessorOptions,
  { lag, progress, holds }: Watches,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const app = fastify({ logger: false, forceCloseConnections: true })
  metrics.gauge(
    'touchline_held_partitions',
    'Partitions that stand still for no fault of their records',
    () => holds.current().map(({ topic, partition }) => ({ value: 1, attributes: { topic, partition } })),
  )
  addOpsRoutes(app, {
    logger,
    metrics,
    started: () => true,
    live: () => progress.report(),
    ready: [
      { name: 'database', check: () => database.ping() },
      { name: 'broadcast', check: () => broadcast.ping() },
      { name: 'log', check: async () => void (await log.lag(processorGroup, [])) },
      { name: 'lag', check: async () => refuseLag(lag.seconds(), maxLagSeconds) },
    ],
  })
  await app.listen({ host, port })
  const address = app.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => app.close(),
  }
}

function refuseLag(seconds: number, limitSeconds: number): void {
  if (seconds > limitSeconds)
    throw new Error(`behind by ${Math.round(seconds)} s, of at most ${limitSeconds}`)
}
