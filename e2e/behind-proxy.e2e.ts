import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort, type RunningService } from '../tooling/stack/service-process.ts'
import { shipped, startNginx } from './behind-proxy/nginx.ts'
import { choosePorts, type Replicas, startReplicas, startStores } from './behind-proxy/replicas.ts'
import { watchSilence } from './behind-proxy/silence.ts'
import { startTraffic } from './behind-proxy/traffic.ts'
import { until } from './house/process.ts'
import type { GatewayServices } from './rolling/gateway-host.ts'
import { type StockFan, startStockFan } from './rolling/stock-fan.ts'

const matchId = 'behind-proxy'
const fanCount = 100
const longestSilenceMs = 3_000

let stores: GatewayServices
let replicas: Replicas
let nginx: RunningService
const ports = { gateway: 0, ingest: 0, www: 0 }

beforeAll(async () => {
  for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort()
  stores = await startStores()
  const behind = await choosePorts()
  nginx = await startNginx({
    folder: join(stores.dataDir, 'nginx'),
    listen: ports,
    upstreams: {
      '10.0.0.11:4000': `127.0.0.1:${behind['gateway-1']}`,
      '10.0.0.12:4000': `127.0.0.1:${behind['gateway-2']}`,
      '10.0.0.21:4100': `127.0.0.1:${behind['ingest-1']}`,
      '10.0.0.22:4100': `127.0.0.1:${behind['ingest-2']}`,
      '10.0.0.31:3000': `127.0.0.1:${behind['web-1']}`,
      '10.0.0.32:3000': `127.0.0.1:${behind['web-2']}`,
    },
  })
  replicas = await startReplicas(stores, behind, `http://127.0.0.1:${ports.gateway}`)
})
afterAll(async () => {
  await nginx?.stop()
  await replicas?.stop()
  await stores?.stop()
})

const fewest = (fans: readonly StockFan[]) => Math.min(...fans.map(({ ids }) => ids.length))

it('rolls each replica behind nginx: no request fails, and no fan is silent for long', async () => {
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
    const at = (path: string) => fetch(`http://127.0.0.1:${ports[name]}${path}`)
    expect(await (await at('/health/ready')).text()).toBe('{"status":"ok"}')
    for (const path of ['/metrics', '/health/startup']) expect((await at(path)).status).toBe(404)
  },
)

it('ships settings for HAProxy that HAProxy takes', () => {
  execFileSync('haproxy', ['-c', '-q', '-f', shipped('haproxy.cfg')])
})
