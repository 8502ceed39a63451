import { randomUUID } from 'node:crypto'
import { createMetrics, runHealthChecks } from '@touchline/telemetry'
import { afterEach, expect, it, vi } from 'vitest'
import { createTcpProxy, type TcpProxy } from '../../../../packages/streams/src/contract/tcp-proxy.ts'
import {
  type SecureRedis,
  startSecureRedis,
} from '../../../../packages/streams/src/redis-client/testing/secure-redis.ts'
import { openAdmissionRedis } from './admission-redis.ts'
import { countsCheck, meterCounts } from './counts-report.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { createRedisGate } from './redis-gate.ts'
import { watchSharedCounts } from './shared-counts.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function startCluster(): Promise<{ redis: SecureRedis; proxy: TcpProxy }> {
  const redis = await startSecureRedis({ cluster: true })
  stops.push(redis.stop)
  const proxy = await createTcpProxy(redis.ports[0] ?? 0)
  stops.push(proxy.close)
  return { redis, proxy }
}

/** What one gateway counts in: a cluster with TLS that it knows by one URL. */
function openGate({ authority: { ca }, username, password }: SecureRedis, port: number | undefined) {
  const urls = [`rediss://localhost:${port}`]
  const redis = openAdmissionRedis({ urls, username, password, tls: { ca } }, () => {})
  stops.push(() => redis.close())
  return createRedisGate(redis, { timeoutMs: 500 })
}

function watch(gate: ReturnType<typeof createRedisGate>) {
  const changes: boolean[] = []
  const counts = watchSharedCounts(gate, {
    instance: 'a',
    onChange: isAlone => changes.push(isAlone),
    everyMs: 20,
  })
  stops.push(() => counts.close())
  const metrics = createMetrics('gateway')
  meterCounts(metrics, () => counts.isAlone)
  const seen = async () => ({
    metric: Number(/^touchline_limits_counted_alone(?:{.*})? (\d)$/m.exec(await metrics.exposition())?.[1]),
    health: await runHealthChecks([countsCheck(() => counts.isAlone)]),
  })
  return { changes, seen }
}

const within = { timeout: 15_000, interval: 50 }

it('counts together over a cluster with TLS that one URL names', async () => {
  const { redis } = await startCluster()
  const gates = redis.ports.slice(0, 2).map(port => openGate(redis, port))
  await vi.waitFor(() => expect(gates.map(({ isOpen }) => isOpen)).toEqual([true, true]), within)
  const limit = { name: 'caller', points: 1_000, windowSeconds: 60 }
  const [a, b] = gates.map(gate => createRateLimiter(limit, gate, 100))
  // Of any slot: more keys than nodes.
  for (const key of Array.from({ length: 20 }, () => randomUUID())) {
    expect(await a?.(key)).toMatchObject({ remaining: 999 })
    expect(await b?.(key)).toMatchObject({ remaining: 998 })
  }
  expect(gates.map(({ isFailing }) => isFailing)).toEqual([false, false])
})

it('tells once, in a metric and in the health detail that it counts alone, and once that it does no more', async () => {
  const { redis, proxy } = await startCluster()
  proxy.cut()
  const { changes, seen } = watch(openGate(redis, proxy.port))
  await vi.waitFor(() => expect(changes).toEqual([true]), within)
  expect(await seen()).toMatchObject({
    metric: 1,
    health: { ok: true, checks: [{ name: 'shared-limits', outcome: 'warn' }] },
  })
  proxy.restore()
  await vi.waitFor(() => expect(changes).toEqual([true, false]), within)
  expect(await seen()).toMatchObject({ metric: 0, health: { ok: true, checks: [{ outcome: 'ok' }] } })
})

it('tells that a server which answers, but does not let it count, does not count', async () => {
  const { redis } = await startCluster()
  const gate = openGate({ ...redis, ...redis.reader }, redis.ports[0])
  await vi.waitFor(() => expect(gate.isOpen).toBe(true), within)
  const { changes } = watch(gate)
  await vi.waitFor(() => expect(changes).toEqual([true]), within)
})
