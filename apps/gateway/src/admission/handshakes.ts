import { failed, type Outcome, succeeded } from '@touchline/api'
import { addressKey } from '@touchline/contracts/addresses'
import type { AllowedOrigins } from '../http/origins.ts'
import { TokenBucket } from '../token-bucket.ts'
import type { Arrival } from './admission.ts'
import type { AdmissionLimits } from './admission-limits.ts'
import type { HandshakeMeter } from './admission-meters.ts'
import { credentialsOf, originAllowed } from './credentials.ts'
import type { LoadGauge } from './load-gauge.ts'
import { createWindowCounter } from './window-counter.ts'

export interface HandshakeOptions {
  readonly limits: AdmissionLimits
  readonly origins: AllowedOrigins
  readonly gauge: LoadGauge
  readonly meter: HandshakeMeter
  now(): number
}

export type JudgeHandshake = (
  arrival: Arrival,
) => Outcome<undefined, 'forbidden' | 'rate-limited' | 'unavailable'>

/** What asks nobody and so holds nobody up: the origin, the load, and how fast newcomers come. */
export function createHandshakes({ limits, origins, gauge, meter, now }: HandshakeOptions): JudgeHandshake {
  const byAddress = createWindowCounter({
    limit: limits.handshakesPerAddress,
    windowMs: 10_000,
    maxKeys: 100_000,
    now,
  })
  const all = new TokenBucket(limits.handshakesPerSecond, limits.handshakesPerSecond)
  return arrival => {
    if (!originAllowed(arrival, origins) || !credentialsOf(arrival, origins).ok) {
      meter.count('forbidden')
      return failed('forbidden')
    }
    if (!byAddress.take(addressKey(arrival.address))) {
      meter.count('rate-limited')
      return failed('rate-limited')
    }
    if (gauge.isOverloaded || !all.take(now())) {
      meter.count('shed')
      return failed('unavailable')
    }
    return succeeded(undefined)
  }
}

/** Seconds for Retry-After, spread so that those who were refused together don't come back together. */
export const retryAfterSeconds = (random: () => number = Math.random): number => 1 + Math.floor(random() * 10)
