import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../tooling/stack/service-process.ts'
import { keepLogs } from '../house/keep-logs.ts'
import { type HouseProcess, ready, root, startNode, until } from '../house/process.ts'
import { type GatewayServices, startGatewayServices } from '../rolling/gateway-host.ts'

/** How a replica went. */
export interface Leaving {
  readonly exitCode: number | null
  /** Whether it was not ready while its port was still open. */
  readonly saidNotReady: boolean
}

export interface Replica {
  readonly name: string
  /** SIGTERM, then the same again; resolves when it is ready. */
  roll(): Promise<Leaving>
}

export interface Replicas {
  /** Two gateways, of which one is a host of two workers, two ingests and two web apps. */
  readonly all: readonly Replica[]
  /** Of the partner `replay`. */
  readonly secret: string
  stop(): Promise<void>
}

export type ReplicaName = 'gateway-1' | 'gateway-2' | 'ingest-1' | 'ingest-2' | 'web-1' | 'web-2'
export type Ports = Readonly<Record<ReplicaName, number>>

export async function choosePorts(): Promise<Ports> {
  const names = ['gateway-1', 'gateway-2', 'ingest-1', 'ingest-2', 'web-1', 'web-2'] as const
  const pairs: [ReplicaName, number][] = []
  for (const name of names) pairs.push([name, await freePort()])
  return Object.fromEntries(pairs) as Record<ReplicaName, number>
}

export const startStores = startGatewayServices

/** Replicas that are told that a proxy stands before them, and a processor. */
export async function startReplicas(
  stores: GatewayServices,
  ports: Ports,
  gatewayUrl: string,
): Promise<Replicas> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const running = new Map<string, HouseProcess>()
  const start = (name: string, port: number, more: Readonly<Record<string, string>> = {}) => {
    const own = join(stores.dataDir, name)
    mkdirSync(own)
    const env = { ...envOf(stores, secret), TOUCHLINE_DATA: own, INSTANCE: name, PORT: String(port), ...more }
    return startReplica({ name, port, env, logFile: `${own}.log` }, running)
  }
  const web = { GATEWAY_URL: gatewayUrl, NODE_ENV: 'production', AUTH_SECRET: 'x'.repeat(32) }
  const stop = async () => {
    await Promise.all([...running.values()].map(app => app.kill()))
    keepLogs(stores.dataDir)
  }
  try {
    const [, ...all] = await Promise.all([
      start('processor', await freePort()),
      start('ingest-1', ports['ingest-1']),
      start('ingest-2', ports['ingest-2']),
      start('web-1', ports['web-1'], web),
      start('web-2', ports['web-2'], web),
      start('gateway-1', ports['gateway-1']),
      start('gateway-2', ports['gateway-2'], { WORKERS: '2' }),
    ])
    return { all, secret, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const envOf = ({ databaseUrl, redisUrl }: GatewayServices, secret: string) => ({
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  BROADCAST_PARTNERS: JSON.stringify({ replay: { secrets: [secret] } }),
  TRUSTED_PROXIES: '1',
  OPS_PORT: '0',
  STOP_LEAD_SECONDS: '1.5',
  DRAIN_SECONDS: '8',
  // Whether fans find their way is asked here, and not how a busy machine sheds or limits them.
  SHED_ABOVE_DELAY_MS: '10000',
  REQUESTS_PER_MINUTE: '100000',
  REQUESTS_PER_MINUTE_PER_ADDRESS: '100000',
})

interface Plan {
  readonly name: string
  readonly port: number
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
}

async function startReplica(
  { name, port, env, logFile }: Plan,
  running: Map<string, HouseProcess>,
): Promise<Replica> {
  const app = name.split('-')[0] ?? name
  const main = app === 'web' ? 'server/main.ts' : 'src/main.ts'
  const keep = (started: HouseProcess) => {
    running.set(name, started)
    return until(() => ready(port), 40_000)
  }
  const cwd = join(root, 'apps', app)
  await keep(startNode(name, [join(cwd, main)], { cwd, env, logFile }))
  return {
    name,
    async roll() {
      const leaving = running.get(name)
      if (!leaving) throw new Error(`${name} does not run`)
      const stopped = leaving.stop()
      const saidNotReady = await isUnreadyAt(port)
      await stopped
      await keep(leaving.again())
      return { exitCode: leaving.exitCode(), saidNotReady }
    },
  }
}

/** Asks until the port says that it is not ready, or is closed. */
async function isUnreadyAt(port: number): Promise<boolean> {
  for (;;) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 503) return true
    } catch {
      return false
    }
    await delay(100)
  }
}
