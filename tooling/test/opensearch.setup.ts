import { join } from 'node:path'
import { startOpenSearch } from '../stack/opensearch.ts'
import { freePort } from '../stack/service-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A node's URL in TOUCHLINE_TEST_OPENSEARCH_URL; each test makes an index of its own. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TOUCHLINE_TEST_OPENSEARCH_URL) return undefined
  const folder = temporaryFolder('opensearch')
  const server = await startOpenSearch({
    dataDir: join(folder.path, 'home'),
    port: await freePort(),
    logFile: join(folder.path, 'opensearch.log'),
  })
  process.env.TOUCHLINE_TEST_OPENSEARCH_URL = server.url
  return async () => {
    await server.stop()
    folder.remove()
  }
}
