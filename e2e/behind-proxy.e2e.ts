import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHaproxy } from './behind-proxy/haproxy.ts'
import { startNginx } from './behind-proxy/nginx.ts'
import { openScene, type Scene } from './behind-proxy/scene.ts'
import { watchSilence } from './behind-proxy/silence.ts'
import { startTraffic } from './behind-proxy/traffic.ts'
import { until } from './house/process.ts'
import { type StockFan, startStockFan } from './rolling/stock-fan.ts'

const matchId = 'behind-proxy'
const fanCount = 100
const longestSilenceMs = 3_000

const fewest = (fans: readonly StockFan[]) => Math.min(...fans.map(({ ids }) => ids.length))

describe.each([
  { name: 'nginx', start: startNginx },
  { name: 'HAProxy', start: startHaproxy },
])('behind $name', ({ start }) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene(start)
  })
  afterAll(() => scene?.stop())

  it('rolls each replica: no request fails, and no fan is silent for long', async () => {
    const { replicas, ports } = scene
    const traffic = startTraffic({ matchId, secret: replicas.secret, ports, everyMs: 25 })
    await until(async () => expect(traffic.accepted()).toBeGreaterThan(20), 20_000)
    const fans = Array.from({ length: fanCount }, () => startStockFan(ports.gateway, matchId))
    await until(async () => expect(fewest(fans)).toBeGreaterThan(20), 20_000)
    // The match was asked for before its first event was there.
    traffic.forget()
    const silence = watchSilence(fans)
    for (const replica of replicas.all)
      expect(await replica.roll(), replica.name).toEqual({ exitCode: 0, saidNotReady: true })
    silence.stop()
    await traffic.stop()
    const accepted = traffic.accepted()
    await until(async () => expect(fewest(fans)).toBe(accepted), 10_000)
    const sockets = fans.reduce((sum, fan) => sum + fan.sockets, 0)
    process.stdout.write(
      `${accepted} webhooks, longest silence ${Math.round(silence.longestMs())} ms, ${sockets} sockets of ${fanCount} fans\n`,
    )
    expect([...traffic.answers.keys()].sort()).toEqual(['page 200', 'read 200', 'webhook 202'])
    expect(silence.longestMs()).toBeLessThan(longestSilenceMs)
    // Both gateways left: nobody stayed on the first socket.
    expect(Math.min(...fans.map(fan => fan.sockets))).toBeGreaterThan(1)
    for (const { ids, errors } of fans) {
      expect(ids).toEqual(ids.map((_, place) => `1:${place + 1}`))
      expect(errors).toEqual([])
    }
    await Promise.all(fans.map(fan => fan.stop()))
  })

  it.each(['gateway', 'ingest', 'www'] as const)(
    'tells strangers at %s nothing of its operations',
    async name => {
      const at = (path: string) => fetch(`http://127.0.0.1:${scene.ports[name]}${path}`)
      expect(await (await at('/health/ready')).text()).toBe('{"status":"ok"}')
      for (const path of ['/metrics', '/health/startup']) expect((await at(path)).status).toBe(404)
    },
  )
})
