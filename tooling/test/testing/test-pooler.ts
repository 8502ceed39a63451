import { join } from 'node:path'
import { type PgBouncerOptions, startPgBouncer } from '../../stack/pgbouncer.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export interface TestPooler {
  /** The address of a database of the tests' PostgreSQL, by way of the pooler. */
  pooled(url: string): string
  readonly logFile: string
  stop(): Promise<void>
}

/** A PgBouncer of a test's own before the PostgreSQL of the tests. */
export async function startTestPooler(
  options: Pick<PgBouncerOptions, 'poolMode' | 'poolSize' | 'settings'>,
): Promise<TestPooler> {
  const folder = temporaryFolder('pgbouncer')
  const logFile = join(folder.path, 'pgbouncer.log')
  const serverUrl = process.env.TOUCHLINE_TEST_DATABASE_URL ?? ''
  const pooler = await startPgBouncer({ ...options, serverUrl, dataDir: folder.path, logFile })
  const stop = async () => {
    await pooler.stop()
    folder.remove()
  }
  return { pooled: pooler.pooled, logFile, stop }
}
