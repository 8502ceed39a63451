import { type DatabaseProbe, openDatabaseProbe } from '@touchline/api/readiness'
import type { DatabaseSettings } from '@touchline/contracts/database'
import {
  conditionCheck,
  createMetrics,
  createOperations,
  type HealthCheck,
  type Logger,
  type Metrics,
  type Operations,
} from '@touchline/telemetry'
import { gatewayReachable } from './gateway-reachable.ts'

export interface WebOperationsOptions {
  readonly logger: Logger
  /** Undefined where the app has no console; throws while it can't be known yet. */
  readonly database: () => DatabaseSettings | undefined
  /** Default: at the address that the settings name. */
  readonly isGatewayReachable?: () => Promise<boolean>
}

/** The web app serves pages that need the gateway, and sign-in and console from the database. */
export function createWebOperations(options: WebOperationsOptions): Operations {
  const { logger, database, isGatewayReachable = gatewayReachable } = options
  const metrics = createMetrics('web')
  meterProcess(metrics)
  metrics.gauge('touchline_web_gateway_reachable', '1 if the gateway answers', async () =>
    (await isGatewayReachable()) ? 1 : 0,
  )
  return createOperations({
    ...{ logger, metrics, started: () => true },
    schema: schemaCheck(database),
    ready: [
      conditionCheck('gateway', isGatewayReachable, 'the gateway does not answer: look at GATEWAY_URL'),
    ],
  })
}

function schemaCheck(database: () => DatabaseSettings | undefined): HealthCheck {
  let probe: DatabaseProbe | undefined
  let isWithout = false
  return {
    name: 'database',
    check: async () => {
      const settings = probe ? undefined : database()
      isWithout = !probe && settings === undefined
      if (settings) probe = openDatabaseProbe(settings)
      if (!probe) return
      if (!(await probe.schemaIsCurrent()))
        throw new Error('the newest migration is not applied: run db:migrate')
    },
    warning: () => (isWithout ? 'DATABASE_URL is not set: nobody can sign in' : undefined),
  }
}

function meterProcess(metrics: Metrics): void {
  metrics.gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage().rss)
  metrics.gauge('nodejs_heap_used_bytes', 'Used heap', () => process.memoryUsage().heapUsed)
  metrics.gauge('process_cpu_used_seconds', 'CPU time since the start', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  metrics.gauge('process_uptime_seconds', 'Time since the start', () => Math.round(process.uptime()))
}
