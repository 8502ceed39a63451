import type { Identity } from '@touchline/contracts'
import { addressKey } from '@touchline/contracts/addresses'
import type { RateVerdict } from './admission.ts'
import type { AdmissionLimits } from './admission-limits.ts'
import { type Consumed, createRateLimiter, type RateLimit, type RateLimiter } from './rate-limiter.ts'
import type { RedisGate } from './redis-gate.ts'

export type CountRequest = (identity: Identity, address: string, calls?: number) => Promise<RateVerdict>

const windowSeconds = 60
const maxKeys = 100_000
/** Quotas are what operators set: a few. Should they be many, counts in memory begin anew. */
const maxQuotas = 100

/** Counts requests against the address, and against the caller by what its tier or its key may have. */
export function createRequestCounter(limits: AdmissionLimits, gate: RedisGate | undefined): CountRequest {
  const limiterOf = (name: string, points: number) => limited({ name, points, windowSeconds }, gate)
  const byAddress = limiterOf('address', limits.requestsPerMinutePerAddress)
  const byQuota = new Map<number, ReturnType<typeof limiterOf>>()
  const callerLimiter = (points: number) => {
    const known = byQuota.get(points)
    if (known) return known
    if (byQuota.size >= maxQuotas) byQuota.clear()
    const limiter = limiterOf('caller', points)
    byQuota.set(points, limiter)
    return limiter
  }
  return async (identity, address, calls = 1) => {
    const place = addressKey(address)
    const [ofAddress, ofCaller] = await Promise.all([
      byAddress(place, calls),
      callerLimiter(quotaOf(identity, limits))(callerKey(identity, place), calls),
    ])
    return tighter(ofAddress, ofCaller)
  }
}

/** A caller by name; whoever has none, by address. */
export function callerKey(identity: Identity, place: string): string {
  if (identity.kind === 'fan') return `fan:${identity.fanId}`
  return identity.kind === 'developer' ? `key:${identity.keyId}` : `anonymous:${place}`
}

const quotaOf = (identity: Identity, limits: AdmissionLimits): number =>
  (identity.kind === 'developer' ? identity.requestsPerMinute : undefined) ??
  limits.requestsPerMinute[identity.tier]

function limited(limit: RateLimit, gate: RedisGate | undefined) {
  const limiter: RateLimiter = createRateLimiter(limit, gate, maxKeys)
  return async (key: string, calls: number) => verdictOf(limit, await limiter(key, calls))
}

const verdictOf = ({ name, points, windowSeconds }: RateLimit, consumed: Consumed): RateVerdict => ({
  ...consumed,
  policy: name,
  limit: points,
  windowSeconds,
})

/** The one that refuses, for longer where both do; else the one that is nearer to its end. */
export function tighter(a: RateVerdict, b: RateVerdict): RateVerdict {
  if (a.allowed !== b.allowed) return a.allowed ? b : a
  if (!a.allowed) return a.resetSeconds >= b.resetSeconds ? a : b
  return a.remaining / a.limit < b.remaining / b.limit ? a : b
}
