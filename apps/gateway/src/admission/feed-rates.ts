import { failed, type Outcome, succeeded } from '@touchline/api'
import { type Identity, type Tier, tiers } from '@touchline/contracts'
import { addressKey } from '@touchline/contracts/addresses'
import type { AdmissionLimits } from './admission-limits.ts'
import { callerKey } from './rates.ts'
import { createWindowCounter } from './window-counter.ts'

export type CountFeed = (identity: Identity, address: string) => Outcome<undefined, 'rate-limited'>

/** Feeds are opened in a storm when a gateway goes: this counts them without asking anybody. */
export function createFeedCounter(limits: AdmissionLimits, now: () => number): CountFeed {
  const counterOf = (limit: number) => createWindowCounter({ limit, windowMs: 60_000, maxKeys: 100_000, now })
  const ofTier = Object.fromEntries(
    tiers.map(tier => [tier, counterOf(limits.feedsPerMinute[tier])]),
  ) as Record<Tier, ReturnType<typeof counterOf>>
  const anonymous = counterOf(limits.anonymousFeedsPerMinutePerAddress)
  return (identity, address) => {
    const counter = identity.kind === 'anonymous' ? anonymous : ofTier[identity.tier]
    return counter.take(callerKey(identity, addressKey(address)))
      ? succeeded(undefined)
      : failed('rate-limited')
  }
}
