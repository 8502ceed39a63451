import type { Source } from '@touchline/contracts'
import type { IngestLimits } from '../limits.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** One bucket per source, for all of its providers together. */
export type SourceBuckets = Readonly<Record<Source, TokenBucket>>

export function createSourceBuckets(limits: IngestLimits): SourceBuckets {
  const bucket = (perSecond: number) =>
    createTokenBucket({ perSecond, burstFactor: limits.sourceBurstFactor })
  return {
    sensor: bucket(limits.sensorEventsPerSecond),
    broadcast: bucket(limits.broadcastEventsPerSecond),
    social: bucket(limits.socialEventsPerSecond),
  }
}
