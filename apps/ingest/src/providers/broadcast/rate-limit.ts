import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Partner } from './partner-book.ts'

export type RateVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly retryAfterSeconds: number; readonly limitEventsPerSecond: number }

/** Counts a partner's events; each partner has a budget of its own. */
export interface RateLimit {
  spend(partner: Partner, events: number): Promise<RateVerdict>
}

const steadySeconds = 1
const burstSeconds = 10

export interface RateOptions {
  /** For partners whose own rate is not set. */
  readonly eventsPerSecond: number
  /** How many times the rate one second may hold, once in ten seconds. */
  readonly burstFactor: number
}

export function createRateLimit({ eventsPerSecond, burstFactor }: RateOptions): RateLimit {
  const limiters = new Map<string, BurstyRateLimiter>()
  const rateOf = (partner: Partner) => partner.eventsPerSecond ?? eventsPerSecond
  const limiterOf = (partner: Partner) => {
    const known = limiters.get(partner.name)
    if (known) return known
    const limiter = createLimiter(rateOf(partner), burstFactor)
    limiters.set(partner.name, limiter)
    return limiter
  }
  return {
    async spend(partner, events) {
      try {
        await limiterOf(partner).consume(partner.name, events)
        return { ok: true }
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection
        const retryAfterSeconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1_000))
        return { ok: false, retryAfterSeconds, limitEventsPerSecond: rateOf(partner) }
      }
    },
  }
}

function createLimiter(eventsPerSecond: number, burstFactor: number): BurstyRateLimiter {
  const burstEvents = Math.max(0, Math.floor(eventsPerSecond * (burstFactor - 1)))
  return new BurstyRateLimiter(
    new RateLimiterMemory({ keyPrefix: 'steady', points: eventsPerSecond, duration: steadySeconds }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: burstEvents, duration: burstSeconds }),
  )
}
