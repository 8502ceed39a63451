import type { HealthCheck, Logger, Metrics } from '@touchline/telemetry'

export function tellCounts(logger: Logger, isAlone: boolean): void {
  if (isAlone)
    logger.warn('Redis does not count: this process counts requests and sockets for itself until it does')
  else logger.info('Redis counts again: requests and sockets are counted over all gateways together')
}

export function meterCounts(metrics: Metrics, countsAlone: () => boolean): void {
  const help = '1 while limits are counted by this process alone, though Redis is named'
  metrics.gauge('touchline_limits_counted_alone', help, () => (countsAlone() ? 1 : 0))
}

/** Never fails: elsewhere it would be no better. */
export const countsCheck = (countsAlone: () => boolean): HealthCheck => ({
  name: 'shared-limits',
  check: async () => {},
  warning: () => (countsAlone() ? 'Redis does not count: each process counts for itself' : undefined),
})
