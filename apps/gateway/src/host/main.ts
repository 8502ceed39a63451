import cluster from 'node:cluster'
import { createHostBroadcast, createProcessChannel, serveHostBroadcast } from '@touchline/streams/host'
import { openBroadcast } from '@touchline/streams/open'
import { createLogger, createMetrics, leaveFirst, type Metrics, startOpsServer } from '@touchline/telemetry'
import type { Env } from '../env.ts'
import { createFailureLog } from '../failure-log.ts'
import { joinHost } from './join-host.ts'
import { startHost } from './start-host.ts'

const subject = 'broadcast'

/** The process that holds the host's broadcast and starts its workers, with its parts in the order of their end. */
export async function startPrimary({ workers, gateway, streams, logLevel, stopLeadMs }: Env) {
  const logger = createLogger({ service: 'gateway', level: logLevel })
  const onError = createFailureLog(logger)
  const broadcast = await openBroadcast({ ...streams, clientId: 'gateway', onError })
  const lent = serveHostBroadcast(broadcast, { onError })
  const metrics = createMetrics('gateway')
  metrics.gauge('touchline_notices_left_out', 'For workers that did not take them', () => lent.dropped)
  const host = await startHost({
    workers,
    instance: gateway.instance,
    drainMs: gateway.limits.drainMs,
    logger,
    metrics,
    lend: worker => lent.attach(createProcessChannel(worker, subject)),
  })
  const opsServer = await startOpsServer(host.operations, gateway.ops)
  return [leaveFirst(host.operations, stopLeadMs), host, opsServer, broadcast]
}

/** Whether this process is to start workers and serve nothing itself. */
export const isPrimary = ({ workers }: Env) => workers > 1 && cluster.isPrimary

const alone = { isWorker: false, openBroadcast, speakForAll: (own: Metrics) => own, serving: () => {} }

/** Where a gateway's broadcast and `/metrics` come from: its host's primary, or itself where it is alone. */
export function findPlace(stop: () => void) {
  if (!cluster.isWorker) return alone
  const channel = createProcessChannel(process, subject)
  return { ...joinHost(stop), isWorker: true, openBroadcast: () => createHostBroadcast(channel) }
}
