import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startPostgres } from '../../../tooling/stack/postgres.ts'
import { startRedis } from '../../../tooling/stack/redis.ts'
import { freePort, type RunningService } from '../../../tooling/stack/service-process.ts'
import type { HouseServices, Service } from '../../house/house.ts'
import { type FaultProxy, startFaultProxy } from '../proxy/fault-proxy.ts'
import { createBroker } from './broker.ts'
import { killTree } from './process-tree.ts'

export const serviceNames = ['kafka', 'redis', 'postgres'] as const
export type ServiceName = (typeof serviceNames)[number]

/** A service that can be killed and started again, behind a link that can be spoilt. */
export interface ChaosService extends Service {
  readonly name: ServiceName
  readonly link: FaultProxy
  kill(signal?: NodeJS.Signals): Promise<void>
  start(): Promise<void>
}

export interface ChaosServices extends HouseServices {
  readonly services: readonly ChaosService[]
}

interface Plan {
  readonly name: ServiceName
  readonly port: number
  start(): Promise<RunningService>
}

/** PostgreSQL, Redis and Kafka, each reached by the apps through a link of ours only. */
export async function startServices(dataDir: string): Promise<ChaosServices> {
  const [pgPort, redisPort, kafkaPort, kafkaLinkPort] = await ports(4)
  const file = (name: string) => join(dataDir, `${name}.log`)
  const folder = (name: string) => join(dataDir, name)
  const broker = await createBroker({
    dataDir: folder('kafka'),
    port: kafkaPort,
    controllerPort: kafkaPort + 1,
    advertisedPort: kafkaLinkPort,
    logFile: file('kafka'),
  })
  const pg = { dataDir: folder('postgres'), port: pgPort, logFile: file('postgres') }
  const redis = { dataDir: folder('redis'), port: redisPort, logFile: file('redis') }
  let databaseUrl = ''
  const startDatabase = async () => {
    const running = await startPostgres({ ...pg, settings: { max_connections: '200' } })
    databaseUrl = running.url
    return running
  }
  const services = await Promise.all([
    startService({ name: 'postgres', port: pgPort, start: startDatabase }),
    startService({ name: 'redis', port: redisPort, start: () => startRedis(redis) }),
    startService({ name: 'kafka', port: kafkaPort, start: broker.start }, kafkaLinkPort),
  ])
  const [postgres, redisService] = services
  const linked = new URL(databaseUrl)
  linked.port = String(postgres?.link.port)
  const where = {
    DATABASE_URL: linked.href,
    KAFKA_BROKERS: `127.0.0.1:${kafkaLinkPort}`,
    REDIS_URL: `redis://127.0.0.1:${redisService?.link.port}`,
  }
  return { services, where, databaseUrl }
}

async function startService({ name, port, start }: Plan, linkPort = 0): Promise<ChaosService> {
  const link = await startFaultProxy({ port: linkPort, targetPort: port })
  let running = await start()
  return {
    name,
    link,
    get pid() {
      return running.pid
    },
    kill: signal => killTree(running.pid, signal),
    start: async () => {
      running = await persistently(start)
    },
    stop: async () => {
      await link.close()
      await running.stop()
    },
  }
}

const startAttempts = 5

/** A port or a lock file may be held for a moment by what was just killed. */
async function persistently<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start()
    } catch (error) {
      if (attempt === startAttempts) throw error
      await delay(500)
    }
  }
}

type Ports = [number, number, number, number]

async function ports(count: number): Promise<Ports> {
  const found: number[] = []
  while (found.length < count) {
    const port = await freePort()
    if (found.every(other => Math.abs(other - port) > 1)) found.push(port)
  }
  return found as Ports
}
