import { anonymous, type Identity } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { defaultAdmissionLimits } from './admission-limits.ts'
import { createFeedCounter } from './feed-rates.ts'

const fan = (fanId: string, tier: 'free' | 'plus' = 'free'): Identity => ({
  kind: 'fan',
  fanId,
  sessionId: 's',
  tier,
  expiresAtMs: 0,
})

it('bounds the feeds that a caller opens in a minute, by tier; of those without a name, by address', () => {
  let nowMs = 0
  const limits = { ...defaultAdmissionLimits, feedsPerMinute: { free: 1, plus: 2, pro: 3 } }
  const count = createFeedCounter({ ...limits, anonymousFeedsPerMinutePerAddress: 2 }, () => nowMs)
  const allowed = (identity: Identity, address = '192.0.2.1') =>
    [1, 2, 3].map(() => count(identity, address).ok)
  expect(allowed(fan('ann'))).toEqual([true, false, false])
  expect(allowed(fan('bob', 'plus'))).toEqual([true, true, false])
  expect(allowed(anonymous)).toEqual([true, true, false])
  expect(allowed(anonymous, '192.0.2.2')).toEqual([true, true, false])
  nowMs = 60_000
  expect(allowed(fan('ann'))).toEqual([true, false, false])
})
