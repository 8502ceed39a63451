import { latencyBoundsMs } from '@touchline/contracts'

export const latencyBuckets = latencyBoundsMs.length + 1

/** The bucket of a latency histogram: the first whose bound is not below it; what clocks make negative is in the first. */
export function latencyBucket(latencyMs: number): number {
  const bucket = latencyBoundsMs.findIndex(bound => latencyMs <= bound)
  return bucket < 0 ? latencyBoundsMs.length : bucket
}
