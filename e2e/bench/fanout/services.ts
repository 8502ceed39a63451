import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@touchline/db/migrate'
import { startPostgres } from '../../../tooling/stack/postgres.ts'
import { startRedis } from '../../../tooling/stack/redis.ts'
import { freePort } from '../../../tooling/stack/service-process.ts'

/** PostgreSQL and Redis of this run alone, in a temporary folder. */
export interface FanoutServices {
  readonly redisUrl: string
  readonly databaseUrl: string
  readonly redis: { readonly pid: number }
  readonly postgres: { readonly pid: number }
  readonly folder: string
  /** Ends Redis, and starts it again on the same port. */
  restartRedis(downMs?: number): Promise<void>
  stop(): Promise<void>
}

export async function startFanoutServices(): Promise<FanoutServices> {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-fanout-'))
  chmodSync(folder, 0o755)
  const [pgPort, redisPort] = await Promise.all([freePort(), freePort()])
  const redisOptions = { dataDir: join(folder, 'redis'), port: redisPort }
  // Reads of events are counted by the server itself, where a run asks for them.
  const settings = { shared_preload_libraries: 'pg_stat_statements', max_connections: '200' }
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: pgPort, settings })
  let redis = await startRedis(redisOptions)
  const stop = async () => {
    await redis.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  await migrate(postgres.url).catch(async error => {
    await stop()
    throw error
  })
  return {
    redisUrl: redis.url,
    databaseUrl: postgres.url,
    get redis() {
      return redis
    },
    postgres,
    folder,
    restartRedis: async (downMs = 0) => {
      await redis.stop()
      await new Promise(resolve => setTimeout(resolve, downMs))
      redis = await startRedis(redisOptions)
    },
    stop,
  }
}
