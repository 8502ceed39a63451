import { latencyBoundsMs } from '@touchline/contracts'

/**
 * The latency, in milliseconds, that a share (0 to 1) of the events did not exceed, estimated from a histogram's counts:
 * linear within the bucket that holds it, as Prometheus' `histogram_quantile`. Above the last bound the estimate is that
 * bound. Null where nothing was counted.
 */
export function latencyPercentile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const rank = share * total
  let below = 0
  for (const [bucket, bound] of latencyBoundsMs.entries()) {
    const count = counts[bucket] ?? 0
    if (count > 0 && below + count >= rank) {
      const lower = latencyBoundsMs[bucket - 1] ?? 0
      return Math.round(lower + ((bound - lower) * (rank - below)) / count)
    }
    below += count
  }
  return latencyBoundsMs.at(-1) ?? null
}
