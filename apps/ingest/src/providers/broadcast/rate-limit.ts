import { claimsCritical, countByMatch, matchOf } from '../../rate/charge.ts'
import { createTokenBucket, type TokenBucket } from '../../rate/token-bucket.ts'
import { type CriticalRates, createCriticalLimit } from './critical-limit.ts'
import type { Partner } from './partner-book.ts'

export interface RateVerdict {
  isOver(item: unknown): boolean
  /** Where some are. */
  readonly tooFast?: TooFast
}

export interface TooFast {
  readonly retryAfterSeconds: number
  readonly message: string
}

/**
 * Counts what partners send. Critical events by a ceiling of their own, per partner and per match; all others by the
 * partner's rate and by that of their source, the others of a request whole or not at all.
 */
export interface RateLimit {
  /** Takes what passes, and tells what does not. */
  spend(partner: Partner, items: readonly unknown[]): RateVerdict
  /** Takes events from the partner's rate afterwards, into a debt of at most its burst. */
  charge(partner: Partner, events: number): void
}

export interface RateOptions {
  /** For partners whose own rate is not set. */
  readonly eventsPerSecond: number
  /** For partners whose own is not set: how many seconds' worth may come at once. */
  readonly burstFactor: number
  /** Of all partners together. */
  readonly source: TokenBucket
  readonly critical: CriticalRates
}

export function createRateLimit(options: RateOptions): RateLimit {
  const { eventsPerSecond, burstFactor, source, critical } = options
  const criticals = createCriticalLimit(critical)
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
  const spendOthers = (partner: Partner, events: number): TooFast | undefined => {
    const own = bucketOf(partner)
    const waitMs = Math.max(own.waitMs(events), source.waitMs(events))
    if (waitMs > 0 && events > 0) return tooFast(waitMs, events, Math.min(own.burst, source.burst))
    own.take(events)
    source.take(events)
    return undefined
  }
  const spendCritical = (partner: Partner, items: readonly unknown[]) => {
    if (items.length === 0) return { over: new Set<string>(), limited: undefined }
    const byMatch = countByMatch(items)
    const { over, waitMs } = criticals.spend(partner.name, byMatch)
    const limited =
      waitMs > 0 ? tooFast(waitMs, Math.max(...byMatch.values()), critical.matchBurst) : undefined
    return { over, limited }
  }
  return {
    spend(partner, items) {
      const critical = items.filter(claimsCritical)
      const { over, limited } = spendCritical(partner, critical)
      const others = spendOthers(partner, items.length - critical.length)
      const longest = longestOf(limited, others)
      return {
        isOver: item => (claimsCritical(item) ? over.has(matchOf(item)) : others !== undefined),
        ...(longest && { tooFast: longest }),
      }
    },
    charge(partner, events) {
      const own = bucketOf(partner)
      own.take(events, own.burst)
    },
  }
}

const longestOf = (a: TooFast | undefined, b: TooFast | undefined): TooFast | undefined =>
  a && b ? (a.retryAfterSeconds > b.retryAfterSeconds ? a : b) : (a ?? b)

function tooFast(waitMs: number, events: number, burst: number): TooFast {
  const message =
    events > burst
      ? `More than ${burst} events at once never pass: send fewer.`
      : 'Too many events per second: send the same again later.'
  return { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)), message }
}
