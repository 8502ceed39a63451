import type { Outcome } from '../../outcome.ts'
import { claimsCritical, countByMatch, falseClaims, matchOf } from '../../rate/charge.ts'
import { createTokenBucket, type TokenBucket } from '../../rate/token-bucket.ts'
import { type CriticalRates, createCriticalLimit } from './critical-limit.ts'
import type { KnownCriticals } from './known-criticals.ts'
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
 * partner's rate and by that of their source, the others of a request whole or not at all. Critical events that are
 * told again as they were accepted count as others, where these are within the rate.
 */
export interface RateLimit {
  /** Takes what passes, and tells what does not. */
  spend(partner: Partner, items: readonly unknown[]): RateVerdict
  /** Told what became of items that passed: false claims are taken afterwards, into a debt of at most the burst. */
  settle(partner: Partner, items: readonly unknown[], outcomes: readonly Outcome[]): void
}

export interface RateOptions {
  /** For partners whose own rate is not set. */
  readonly eventsPerSecond: number
  /** For partners whose own is not set: how many seconds' worth may come at once. */
  readonly burstFactor: number
  /** Of all partners together. */
  readonly source: TokenBucket
  readonly critical: CriticalRates
  readonly known: KnownCriticals
}

export function createRateLimit(options: RateOptions): RateLimit {
  const { eventsPerSecond, burstFactor, source, critical, known } = options
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
  const waitMsFor = (partner: Partner, events: number) =>
    Math.max(bucketOf(partner).waitMs(events), source.waitMs(events))
  const spendOthers = (partner: Partner, events: number): TooFast | undefined => {
    const own = bucketOf(partner)
    const waitMs = waitMsFor(partner, events)
    if (waitMs > 0 && events > 0) return tooFast(waitMs, events, Math.min(own.burst, source.burst))
    own.take(events)
    source.take(events)
    return undefined
  }
  const repeatsAmong = (partner: Partner, critical: readonly unknown[], others: number) => {
    const repeats = new Set(critical.filter(item => known.isRepeat(partner.name, item)))
    return waitMsFor(partner, others + repeats.size) === 0 ? repeats : new Set<unknown>()
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
      const others = items.length - critical.length
      const repeats = repeatsAmong(partner, critical, others)
      const news = critical.filter(item => !repeats.has(item))
      const { over, limited } = spendCritical(partner, news)
      const refused = spendOthers(partner, items.length - news.length)
      const longest = longestOf(limited, refused)
      const isOver = (item: unknown) =>
        claimsCritical(item) && !repeats.has(item) ? over.has(matchOf(item)) : refused !== undefined
      return { isOver, ...(longest && { tooFast: longest }) }
    },
    settle(partner, items, outcomes) {
      known.remember(partner.name, items, outcomes)
      const own = bucketOf(partner)
      own.take(falseClaims(items, outcomes), own.burst)
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
