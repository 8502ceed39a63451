import { createTokenBucket, type TokenBucket } from '../../rate/token-bucket.ts'
import type { Partner } from './partner-book.ts'

export type RateVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly retryAfterSeconds: number; readonly message: string }

/** Counts what partners send beside critical events: each by its own bucket, and all by that of their source. */
export interface RateLimit {
  /** Takes all of them or none. */
  spend(partner: Partner, events: number): RateVerdict
  /** Takes them from the partner alone, into a debt of at most its burst. */
  charge(partner: Partner, events: number): void
}

export interface RateOptions {
  /** For partners whose own rate is not set. */
  readonly eventsPerSecond: number
  /** For partners whose own is not set: how many seconds' worth may come at once. */
  readonly burstFactor: number
  /** Of all partners together. */
  readonly source: TokenBucket
}

export function createRateLimit({ eventsPerSecond, burstFactor, source }: RateOptions): RateLimit {
  const buckets = new Map<string, TokenBucket>()
  const bucketOf = (partner: Partner) => {
    const known = buckets.get(partner.name)
    if (known) return known
    const bucket = createTokenBucket({
      perSecond: partner.eventsPerSecond ?? eventsPerSecond,
      burstFactor: partner.burstFactor ?? burstFactor,
    })
    buckets.set(partner.name, bucket)
    return bucket
  }
  return {
    spend(partner, events) {
      if (events === 0) return { ok: true }
      const own = bucketOf(partner)
      const waitMs = Math.max(own.waitMs(events), source.waitMs(events))
      if (waitMs > 0) return tooMany(events, Math.min(own.burst, source.burst), waitMs)
      own.take(events)
      source.take(events)
      return { ok: true }
    },
    charge(partner, events) {
      const own = bucketOf(partner)
      own.take(events, own.burst)
    },
  }
}

function tooMany(events: number, burst: number, waitMs: number): RateVerdict {
  const message =
    events > burst
      ? `More than ${burst} events at once never pass: send fewer.`
      : 'Too many events per second: send the same again later.'
  return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)), message }
}
