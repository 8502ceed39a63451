import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedUrlFile } from '@touchline/db/embedded'
import { migrate } from '@touchline/db/migrate'
import { startKafka } from '../../tooling/stack/kafka.ts'
import { startPostgres } from '../../tooling/stack/postgres.ts'
import { startRedis } from '../../tooling/stack/redis.ts'
import { freePort } from '../../tooling/stack/service-process.ts'
import { keepLogs } from './keep-logs.ts'
import { type HouseProcess, ready, startProcess, unattended, until } from './process.ts'

export type Profile = 'embedded' | 'cluster'

export interface Service {
  readonly name: string
  readonly pid: number
  stop(): Promise<void>
}

/** A house of its own for a test or a bench: free ports, a temporary folder, nothing simulated unless asked. */
export interface TestHouse {
  readonly profile: Profile
  readonly ports: {
    readonly ingest: number
    readonly gateway: number
    readonly processor: number
    readonly simulator: number
  }
  readonly databaseUrl: string
  /** Of the partners `replay` and `simulator`. */
  readonly secret: string
  readonly dataDir: string
  /** What commands such as `audit` and `replay` need to find this house. */
  readonly env: Record<string, string>
  readonly apps: HouseProcess[]
  /** Kills an app by SIGKILL and starts it again. */
  crash(name: string): Promise<void>
  /** PostgreSQL, and on the cluster profile Kafka and Redis. */
  readonly services: readonly Service[]
  stop(): Promise<void>
}

/** The cluster profile's services, and how apps reach them. */
export interface HouseServices {
  readonly services: readonly Service[]
  readonly where: Record<'DATABASE_URL' | 'KAFKA_BROKERS' | 'REDIS_URL', string>
  /** Of the server itself, whatever stands between it and the apps. */
  readonly databaseUrl: string
}

export interface HouseOptions {
  /** Starts the cluster profile's services in another way, such as behind proxies. */
  readonly services?: (dataDir: string) => Promise<HouseServices>
  /** On the cluster profile, ingest reads a stadium and a feed at the simulator's port, where the test serves them. */
  readonly sources?: boolean
  readonly partnerEventsPerSecond?: number
  readonly env?: Record<string, string>
}

/** Starts a house and waits until all of it is ready. */
export async function startTestHouse(profile: Profile, options: HouseOptions = {}): Promise<TestHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), `touchline-${profile}-`))
  chmodSync(dataDir, 0o755)
  const [ingest, gateway, processor, simulator] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  const ports = { ingest, gateway, processor, simulator }
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const partners = JSON.stringify({ replay: { secrets: [secret] }, simulator: { secrets: [secret] } })
  writeFileSync(join(dataDir, 'partners.json'), partners, { mode: 0o600 })
  const shared = {
    TOUCHLINE_DATA: dataDir,
    BROADCAST_PARTNERS: partners,
    SIMULATOR_SECRET: secret,
    TOUCHLINE_SIMULATE: '0',
    INGEST_PARTNER_EVENTS_PER_SECOND: String(options.partnerEventsPerSecond ?? 100_000),
    LOG_LEVEL: 'info',
    ...options.env,
  }
  const start = profile === 'embedded' ? startEmbedded : startCluster
  const services = options.services ?? startServices
  const house = await start({ dataDir, ports, shared, services, sources: options.sources ?? false })
  const stop = async () => {
    for (const app of [...house.apps].reverse()) await app.stop()
    for (const service of [...house.services].reverse()) await service.stop()
    keepLogs(dataDir)
    rmSync(dataDir, { recursive: true, force: true })
  }
  const crash = async (name: string) => {
    const index = house.apps.findIndex(app => app.name === name)
    const app = house.apps[index]
    if (!app) throw new Error(`no app ${name}`)
    await app.kill()
    house.apps[index] = app.again()
  }
  return { profile, ports, secret, dataDir, ...house, crash, stop }
}

interface Plan {
  readonly dataDir: string
  readonly ports: TestHouse['ports']
  readonly shared: Record<string, string>
  readonly services: (dataDir: string) => Promise<HouseServices>
  readonly sources: boolean
}
type Started = Pick<TestHouse, 'apps' | 'services' | 'databaseUrl' | 'env'>

async function startEmbedded({ dataDir, ports, shared }: Plan): Promise<Started> {
  const env = {
    ...shared,
    INGEST_PORT: String(ports.ingest),
    GATEWAY_PORT: String(ports.gateway),
    PROCESSOR_PORT: String(ports.processor),
    SIMULATOR_PORT: String(ports.simulator),
  }
  const stage = startProcess('stage', 'packages/stage/src/main.ts', env, join(dataDir, 'stage.log'))
  await until(() => allReady(ports), 60_000).catch(error => giveUp(error, [stage]))
  const folder = join(dataDir, 'postgres')
  const pid = Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
  const postgres = { name: 'postgres', pid, stop: async () => {} }
  const databaseUrl = readFileSync(embeddedUrlFile(folder), 'utf8')
  return { apps: [stage], services: [postgres], databaseUrl, env: { TOUCHLINE_DATA: dataDir } }
}

async function startServices(dataDir: string): Promise<HouseServices> {
  const file = (name: string) => join(dataDir, `${name}.log`)
  const [pgPort, redisPort, kafkaPort, controllerPort] = await Promise.all([1, 2, 3, 4].map(() => freePort()))
  if (!pgPort || !redisPort || !kafkaPort || !controllerPort) throw new Error('no free ports')
  const [postgres, redis, kafka] = await Promise.all([
    startPostgres({ dataDir: join(dataDir, 'postgres'), port: pgPort, logFile: file('postgres') }),
    startRedis({ dataDir: join(dataDir, 'redis'), port: redisPort, logFile: file('redis') }),
    startKafka({ dataDir: join(dataDir, 'kafka'), port: kafkaPort, controllerPort, logFile: file('kafka') }),
  ])
  const services = [
    { ...postgres, name: 'postgres' },
    { ...redis, name: 'redis' },
    { ...kafka, name: 'kafka' },
  ]
  const where = { DATABASE_URL: postgres.url, KAFKA_BROKERS: kafka.brokers, REDIS_URL: redis.url }
  return { services, where, databaseUrl: postgres.url }
}

async function startCluster({ dataDir, ports, shared, services: start, sources }: Plan): Promise<Started> {
  const { services, where, databaseUrl } = await start(dataDir)
  await migrate(databaseUrl)
  const app = (name: keyof TestHouse['ports'], more: Record<string, string> = {}) => {
    const env = { ...unattended, ...shared, ...where, PORT: String(ports[name]), ...more }
    return startProcess(name, `apps/${name}/src/main.ts`, env, join(dataDir, `${name}.log`))
  }
  const at = `http://127.0.0.1:${ports.simulator}`
  const apps = [
    app('processor'),
    app('gateway'),
    app(
      'ingest',
      sources
        ? { STADIUMS: `stadium-1=${at}/stadiums/stadium-1`, SOCIAL_FEEDS: `feed-1=${at}/feeds/feed-1` }
        : {},
    ),
  ]
  await until(() => allReady(ports), 90_000).catch(error => giveUp(error, apps))
  return { apps, services, databaseUrl, env: { TOUCHLINE_DATA: dataDir, ...where } }
}

async function allReady(ports: TestHouse['ports']): Promise<void> {
  await Promise.all([ready(ports.ingest), ready(ports.gateway), ready(ports.processor)])
}

async function giveUp(error: Error, apps: readonly HouseProcess[]): Promise<never> {
  const logs = apps.map(({ name, logFile }) => `--- ${name}\n${readFileSync(logFile, 'utf8').slice(-2_000)}`)
  await Promise.all(apps.map(app => app.kill()))
  throw new Error(`the house did not become ready: ${error.message}\n${logs.join('\n')}`)
}
