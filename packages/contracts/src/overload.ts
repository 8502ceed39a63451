import { z } from 'zod'

/** `shed`: drop it for good. `sample`: keep one in `keepOneIn`, drop the rest. `defer`: store it after the peak. */
const laneActionSchema = z.object({
  action: z.enum(['shed', 'sample', 'defer']),
  /** Records that have waited in the log for longer than this are acted on. */
  olderThanSeconds: z.number().min(0).max(3_600),
  keepOneIn: z.int().min(2).max(1_000).default(10),
})
export type LaneAction = z.infer<typeof laneActionSchema>

/** What happens when events come faster than they can be stored. The critical lane is not in it: it is never shed. */
export const overloadPolicySchema = z.object({
  /** Below this lag nothing is shed, sampled or deferred. */
  lagThresholdSeconds: z.number().min(0).max(3_600),
  low: laneActionSchema,
  normal: laneActionSchema,
  /** The most that one processor stores a second, beside the critical lane, for a database that others share. */
  maxEventsPerSecond: z.int().min(100).max(1_000_000).nullable(),
  /** Deferred records that one processor stores a second once the peak is over. */
  backfillPerSecond: z.int().min(10).max(100_000),
})
export type OverloadPolicy = z.infer<typeof overloadPolicySchema>

export const defaultOverloadPolicy: OverloadPolicy = {
  lagThresholdSeconds: 5,
  low: { action: 'defer', olderThanSeconds: 5, keepOneIn: 10 },
  normal: { action: 'defer', olderThanSeconds: 15, keepOneIn: 10 },
  maxEventsPerSecond: null,
  backfillPerSecond: 5_000,
}

/** The row of `controls` that holds it; without that row the default holds. */
export const overloadPolicyControl = 'overload-policy'
