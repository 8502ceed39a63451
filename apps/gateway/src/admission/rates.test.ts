import { anonymous, type Identity } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { defaultAdmissionLimits } from './admission-limits.ts'
import { rateHeaders } from './rate-headers.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { createRequestCounter } from './rates.ts'

const limits = {
  ...defaultAdmissionLimits,
  requestsPerMinute: { free: 2, plus: 3, pro: 4 },
  requestsPerMinutePerAddress: 5,
}
const fan = (fanId: string, tier: 'free' | 'plus' = 'free'): Identity => ({
  kind: 'fan',
  fanId,
  sessionId: 's',
  tier,
  expiresAtMs: 0,
})
const developer = (requestsPerMinute: number | undefined): Identity => ({
  kind: 'developer',
  keyId: 'k',
  owner: 'o',
  scopes: [],
  tier: 'pro',
  requestsPerMinute,
  expiresAtMs: undefined,
})

async function allowedOf(identity: Identity, times: number, count = createRequestCounter(limits, undefined)) {
  let allowed = 0
  for (let n = 0; n < times; n++) if ((await count(identity, '192.0.2.1')).allowed) allowed += 1
  return allowed
}

it('gives each tier, and each key, its own', async () => {
  expect(await allowedOf(anonymous, 10)).toBe(2)
  expect(await allowedOf(fan('ann'), 10)).toBe(2)
  expect(await allowedOf(fan('ann', 'plus'), 10)).toBe(3)
  expect(await allowedOf(developer(undefined), 10)).toBe(4)
  expect(await allowedOf(developer(1), 10)).toBe(1)
})

it('bounds an address whoever calls from there', async () => {
  const count = createRequestCounter(limits, undefined)
  const allowed = await Promise.all(['a', 'b', 'c', 'd'].map(name => allowedOf(fan(name), 2, count)))
  expect(allowed.reduce((sum, n) => sum + n)).toBe(5)
  expect(await count(fan('e'), '192.0.2.1')).toMatchObject({ allowed: false, policy: 'address' })
  expect(await count(fan('e'), '192.0.2.2')).toMatchObject({ allowed: true, policy: 'caller', remaining: 0 })
})

it('tells the limit that is nearest to its end', async () => {
  const count = createRequestCounter(limits, undefined)
  const first = await count(anonymous, '192.0.2.3')
  expect(first).toEqual({
    allowed: true,
    policy: 'caller',
    limit: 2,
    windowSeconds: 60,
    remaining: 1,
    resetSeconds: 60,
  })
  expect(rateHeaders(first)).toEqual({
    'ratelimit-policy': '"caller";q=2;w=60',
    ratelimit: '"caller";r=1;t=60',
  })
  await count(anonymous, '192.0.2.3')
  const refused = await count(anonymous, '192.0.2.3')
  expect(rateHeaders(refused)).toMatchObject({ ratelimit: '"caller";r=0;t=60', 'retry-after': '60' })
})

it('holds so many keys and no more', async () => {
  const take = createRateLimiter({ name: 'n', points: 1, windowSeconds: 60 }, undefined, 2)
  const allowed: boolean[] = []
  for (const key of ['a', 'b', 'c', 'd', 'a']) allowed.push((await take(key)).allowed)
  expect(allowed).toEqual([true, true, true, false, false])
})
