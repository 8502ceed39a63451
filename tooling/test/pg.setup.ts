import { join } from 'node:path'
import { startPostgres } from '../stack/postgres.ts'
import { freePort } from '../stack/service-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A superuser's URL in TOUCHLINE_TEST_DATABASE_URL; each test file creates its own database. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TOUCHLINE_TEST_DATABASE_URL) return undefined
  const folder = temporaryFolder('pg')
  const server = await startPostgres({
    dataDir: join(folder.path, 'data'),
    port: await freePort(),
    logFile: join(folder.path, 'postgres.log'),
    settings: { max_connections: '200', fsync: 'off' },
  })
  process.env.TOUCHLINE_TEST_DATABASE_URL = server.url
  return async () => {
    await server.stop()
    folder.remove()
  }
}
