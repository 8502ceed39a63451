import { readdirSync, readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from './house/process.ts'
import { type EventSource, startEvents } from './rolling/event-source.ts'
import {
  type GatewayHost,
  type GatewayServices,
  startGatewayHost,
  startGatewayServices,
} from './rolling/gateway-host.ts'
import { type StockFan, startStockFan } from './rolling/stock-fan.ts'

const fanCount = 300

let services: GatewayServices
let host: GatewayHost
let events: EventSource
let fans: readonly StockFan[] = []

beforeAll(async () => {
  services = await startGatewayServices()
})
afterAll(() => services?.stop())

async function open(adapter: 'shared' | 'stock'): Promise<void> {
  host = await startGatewayHost(services, { workers: 2, adapter })
  const matches = Array.from({ length: 5 }, (_, place) => `${adapter}-${place + 1}`)
  events = startEvents(services, { matches, eventsPerSecond: 50 })
  fans = Array.from({ length: fanCount }, (_, place) =>
    startStockFan(host.port, matches[place % matches.length] ?? 'none'),
  )
  await live()
}

async function close(): Promise<void> {
  await Promise.all(fans.map(fan => fan.stop()))
  await events.stop()
  await host.primary.stop()
}

const storedOf = ({ matchId }: StockFan) =>
  [...events.stored].find(([stored]) => stored === matchId)?.[1] ?? 0

/** Resolves once each fan has events that were not stored before the call. */
async function live(): Promise<void> {
  const goals = fans.map(fan => storedOf(fan) + 3)
  await until(async () => {
    const behind = fans.filter((fan, place) => fan.ids.length < (goals[place] ?? 0)).length
    if (behind > 0) throw new Error(`${behind} fans are behind`)
  }, 30_000).catch(async error => {
    const handshakes = (await metricsText()).match(/^touchline_(handshakes_total|connections).*$/gm)
    throw new Error(`${error.message}\n${handshakes?.join('\n')}`)
  })
}

const metricsText = async () => (await fetch(`http://127.0.0.1:${host.opsPort}/metrics`)).text()

/** Each event once and in order: position `n` stands at place `n`. */
function expectEachOnceInOrder(): void {
  for (const { ids } of fans) expect(ids).toEqual(ids.map((_, place) => `1:${place + 1}`))
}

function workerPids(): number[] {
  const isChild = (pid: string) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return Number(fields[1]) === host.primary.pid && fields[0] !== 'Z'
    } catch {
      return false
    }
  }
  return readdirSync('/proc').filter(isChild).map(Number)
}

/** SIGHUP, and then wait until all workers are others. */
async function roll(): Promise<void> {
  const before = new Set(workerPids())
  process.kill(host.primary.pid, 'SIGHUP')
  await until(async () => {
    const now = workerPids()
    expect(now).toHaveLength(2)
    expect(now.some(pid => before.has(pid))).toBe(false)
  }, 60_000).catch(error => {
    const log = readFileSync(host.primary.logFile, 'utf8').slice(-4_000)
    throw new Error(`the workers were not replaced:\n${log}`, { cause: error })
  })
}

describe.each(['shared', 'stock'] as const)('a host of two workers (%s sockets)', adapter => {
  beforeAll(() => open(adapter))
  afterAll(close)

  it('rolls all workers twice under load, and no fan notices', async () => {
    for (let round = 0; round < 2; round++) {
      await roll()
      await live()
    }
    expectEachOnceInOrder()
    expect(fans.flatMap(({ errors }) => errors)).toEqual([])
    expect(fans.reduce((sum, { reconnects }) => sum + reconnects, 0)).toBe(0)
    // Each fan was on each of the two that left, or on one of them: nobody stayed on the first socket.
    expect(Math.min(...fans.map(({ sockets }) => sockets))).toBeGreaterThan(1)
  })

  it('loses a worker by SIGKILL, and all fans are live again within 10 s', async () => {
    const [victim] = workerPids()
    if (victim === undefined) throw new Error('no worker is there')
    const readsBefore = await events.reads()
    const killedMs = performance.now()
    process.kill(victim, 'SIGKILL')
    await live()
    const tookMs = performance.now() - killedMs
    await until(async () => expect(workerPids()).toHaveLength(2), 10_000)
    await live()
    expect(tookMs).toBeLessThan(10_000)
    expectEachOnceInOrder()
    expect(fans.flatMap(({ errors }) => errors)).toEqual([])
    const reads = (await events.reads()) - readsBefore
    process.stdout.write(
      `all live after ${Math.round(tookMs)} ms; ${fans.filter(({ reconnects }) => reconnects > 0).length} fans moved, ${reads} reads of events (${readsBefore} before)\n`,
    )
    // New workers had to read, so reads are counted; fans of one match share what is read for them.
    expect(readsBefore).toBeGreaterThan(0)
    expect(reads).toBeLessThan(fanCount / 2)
  })

  it('subscribes once per match, whatever the number of workers', async () => {
    const redis = new Redis(services.redisUrl)
    try {
      const channels = (await redis.pubsub('CHANNELS')) as string[]
      const counts = (await redis.pubsub('NUMSUB', ...channels)) as (string | number)[]
      const ofMatches = counts.flatMap((name, place) =>
        String(name).includes(`${adapter}-`) ? [counts[place + 1]] : [],
      )
      expect(ofMatches).toEqual([1, 1, 1, 1, 1])
    } finally {
      redis.disconnect()
    }
  })

  it('tells its operations at their own port, for all workers, and a bare status at the public one', async () => {
    const at = async (port: number, path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`)
      return { status: answer.status, text: await answer.text() }
    }
    await until(async () => {
      const { status, text } = await at(host.opsPort, '/health/ready')
      expect([status, JSON.parse(text).ok]).toEqual([200, true])
      const names = JSON.parse(text).checks.map(({ name }: { name: string }) => name.split('/')[1])
      expect(names.filter((name: string) => name === 'schema')).toHaveLength(2)
    }, 10_000)
    expect((await at(host.opsPort, '/health/startup')).status).toBe(200)
    expect(await at(host.port, '/health/ready')).toEqual({ status: 200, text: '{"status":"ok"}' })
    for (const path of ['/metrics', '/health/startup']) expect((await at(host.port, path)).status).toBe(404)
  })

  it('speaks for all workers at one address', async () => {
    const metrics = await until(async () => {
      const text = await metricsText()
      expect(openSocketsOf(text)).toHaveLength(2)
      return text
    }, 10_000)
    expect(openSocketsOf(metrics).reduce((sum, count) => sum + count, 0)).toBe(fanCount)
    expect(metrics.match(/^# TYPE touchline_connections /gm)).toHaveLength(1)
    expect(metrics).toMatch(/^touchline_workers_lost_total\{worker="primary"[^}]*\} 1$/m)
  })
})

/** Of each worker. */
const openSocketsOf = (metrics: string) =>
  [...metrics.matchAll(/^touchline_connections\{worker="\d+"[^}]*\} (\d+)/gm)].map(([, count]) =>
    Number(count),
  )
