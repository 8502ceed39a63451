import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@touchline/db/migrate'
import { Client } from 'pg'
import { startPostgres } from '../../tooling/stack/postgres.ts'
import { startRedis } from '../../tooling/stack/redis.ts'
import { freePort } from '../../tooling/stack/service-process.ts'
import { type HouseProcess, ready, startProcess, until } from '../house/process.ts'

/** A real PostgreSQL and a real Redis for gateways, and nothing else. */
export interface GatewayServices {
  readonly dataDir: string
  readonly databaseUrl: string
  readonly redisUrl: string
  stop(): Promise<void>
}

export async function startGatewayServices(): Promise<GatewayServices> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchline-rolling-'))
  chmodSync(dataDir, 0o755)
  const [pgPort, redisPort] = [await freePort(), await freePort()]
  const at = (name: string) => ({ dataDir: join(dataDir, name), logFile: join(dataDir, `${name}.log`) })
  const [postgres, redis] = await Promise.all([
    startPostgres({
      ...at('postgres'),
      port: pgPort,
      settings: { fsync: 'off', shared_preload_libraries: 'pg_stat_statements' },
    }),
    startRedis({ ...at('redis'), port: redisPort }),
  ])
  const stop = async () => {
    await Promise.all([redis.stop(), postgres.stop()])
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await migrate(postgres.url)
    await countStatements(postgres.url)
  } catch (error) {
    await stop()
    throw error
  }
  return { dataDir, databaseUrl: postgres.url, redisUrl: redis.url, stop }
}

async function countStatements(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('create extension pg_stat_statements')
  await client.end()
}

/** Gateways of one host on one port. */
export interface GatewayHost {
  readonly port: number
  /** Of its operations. */
  readonly opsPort: number
  readonly primary: HouseProcess
}

export interface GatewayHostOptions {
  readonly workers: number
  readonly adapter: 'shared' | 'stock'
}

export async function startGatewayHost(
  { dataDir, databaseUrl, redisUrl }: GatewayServices,
  { workers, adapter }: GatewayHostOptions,
): Promise<GatewayHost> {
  const [port, opsPort] = [await freePort(), await freePort()]
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PORT: String(port),
    OPS_PORT: String(opsPort),
    STOP_LEAD_SECONDS: '0',
    WORKERS: String(workers),
    SOCKET_ADAPTER: adapter,
    INSTANCE: `rolling-${adapter}`,
    DRAIN_SECONDS: '10',
    // Whether fans find their way is asked here, and not how a busy machine sheds them.
    SHED_ABOVE_DELAY_MS: '10000',
  }
  const primary = startProcess('gateway', 'apps/gateway/src/main.ts', env, join(dataDir, 'gateway.log'))
  await until(() => ready(port), 30_000).catch(async error => {
    await primary.kill()
    throw error
  })
  return { port, opsPort, primary }
}
