import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@touchline/db/migrate'
import { startPostgres } from '../../tooling/stack/postgres.ts'
import { startRedis } from '../../tooling/stack/redis.ts'
import { freePort } from '../../tooling/stack/service-process.ts'
import { type HouseProcess, ready, startProcess, until } from '../house/process.ts'

/** Gateways of one host on one port, with a real PostgreSQL and a real Redis, and nothing else. */
export interface GatewayHost {
  readonly port: number
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly primary: HouseProcess
  stop(): Promise<void>
}

export interface GatewayHostOptions {
  readonly workers: number
  readonly adapter: 'shared' | 'stock'
}

export async function startGatewayHost({ workers, adapter }: GatewayHostOptions): Promise<GatewayHost> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchline-rolling-'))
  chmodSync(dataDir, 0o755)
  const [port, pgPort, redisPort] = [await freePort(), await freePort(), await freePort()]
  const file = (name: string) => join(dataDir, `${name}.log`)
  const [postgres, redis] = await Promise.all([
    startPostgres({
      dataDir: join(dataDir, 'postgres'),
      port: pgPort,
      logFile: file('postgres'),
      settings: { fsync: 'off' },
    }),
    startRedis({ dataDir: join(dataDir, 'redis'), port: redisPort, logFile: file('redis') }),
  ])
  await migrate(postgres.url)
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    PORT: String(port),
    WORKERS: String(workers),
    SOCKET_ADAPTER: adapter,
    INSTANCE: 'rolling',
    DRAIN_SECONDS: '10',
  }
  const primary = startProcess('gateway', 'apps/gateway/src/main.ts', env, file('gateway'))
  const stop = async () => {
    await primary.stop()
    await Promise.all([redis.stop(), postgres.stop()])
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await until(() => ready(port), 30_000)
  } catch (error) {
    await stop()
    throw error
  }
  return { port, databaseUrl: postgres.url, redisUrl: redis.url, primary, stop }
}
