import { randomUUID } from 'node:crypto'
import { anonymous, type Identity } from '@touchline/contracts'
import type { Redis } from 'ioredis'
import { afterEach, expect, it, vi } from 'vitest'
import { createTcpProxy, type TcpProxy } from '../../../../packages/streams/src/contract/tcp-proxy.ts'
import { defaultAdmissionLimits } from './admission-limits.ts'
import { openAdmissionRedis } from './admission-redis.ts'
import { createRequestCounter } from './rates.ts'
import { type AdmissionRedis, createRedisGate } from './redis-gate.ts'

const limits = { ...defaultAdmissionLimits, requestsPerMinute: { free: 4, plus: 6, pro: 8 } }
const opened: AdmissionRedis[] = []
const proxies: TcpProxy[] = []
afterEach(async () => {
  for (const redis of opened.splice(0)) redis.close()
  await Promise.all(proxies.splice(0).map(proxy => proxy.close()))
})

const serverUrl = () => {
  const url = process.env.TOUCHLINE_TEST_REDIS_URL
  if (!url) throw new Error('TOUCHLINE_TEST_REDIS_URL is missing: run this with the vitest project "redis"')
  return new URL(url)
}

async function open(port: string = serverUrl().port, errors: unknown[] = []) {
  const url = serverUrl()
  url.port = port
  const redis = openAdmissionRedis({ urls: [url.href] }, error => errors.push(error))
  opened.push(redis)
  await vi.waitFor(() => expect(redis.client?.status).toBe('ready'), 10_000)
  return createRequestCounter(limits, createRedisGate(redis))
}

const fan = (): Identity => ({
  kind: 'fan',
  fanId: randomUUID(),
  sessionId: 's',
  tier: 'free',
  expiresAtMs: 0,
})

it('counts over all gateways together', async () => {
  const [a, b] = [await open(), await open()]
  const identity = fan()
  const verdicts = []
  for (const count of [a, b, a, b, a]) verdicts.push(await count(identity, randomUUID()))
  expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, true, false])
  expect(verdicts.map(({ remaining }) => remaining)).toEqual([3, 2, 1, 0, 0])
  expect(verdicts.at(-1)).toMatchObject({ policy: 'caller', limit: 4, windowSeconds: 60 })
})

it('counts the callers of each system apart', async () => {
  const count = (prefix: string) => {
    const redis = openAdmissionRedis({ urls: [serverUrl().href], prefix }, () => {})
    opened.push(redis)
    return { redis, count: createRequestCounter(limits, createRedisGate(redis)) }
  }
  const [ours, theirs] = [count('ours'), count('theirs')]
  await vi.waitFor(() =>
    expect([ours, theirs].map(({ redis }) => redis.client?.status)).toEqual(['ready', 'ready']),
  )
  const identity = fan()
  for (const system of [ours, theirs])
    expect(await system.count(identity, 'a')).toMatchObject({ policy: 'caller', remaining: 3 })
})

it('leaves nothing in Redis that has no end', async () => {
  const count = await open()
  const address = `203.0.113.${Math.floor(Math.random() * 250)}`
  await count(anonymous, address)
  const redis = opened[0]?.client as Redis
  const keys = (await redis.keys('touchline:rate:*')).filter(key => key.includes(address))
  expect(keys).toHaveLength(2)
  for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0)
})

it.each(['cut', 'silence'] as const)('goes on by itself, and soon, where Redis is away (%s)', async how => {
  const proxy = await createTcpProxy(Number(serverUrl().port))
  proxies.push(proxy)
  const count = await open(String(proxy.port))
  const identity = fan()
  expect(await count(identity, 'a')).toMatchObject({ allowed: true, remaining: 3 })
  proxy[how]()
  const verdicts = []
  const tookMs = []
  for (let n = 0; n < 6; n++) {
    const startMs = performance.now()
    verdicts.push(await count(identity, 'a'))
    tookMs.push(performance.now() - startMs)
  }
  expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, true, false, false])
  expect(Math.max(...tookMs)).toBeLessThan(250)
  expect(tookMs.at(-1)).toBeLessThan(25)
  proxy.restore()
  await vi.waitFor(async () => expect(await count(identity, 'b')).toMatchObject({ remaining: 0 }), {
    timeout: 10_000,
    interval: 100,
  })
})
