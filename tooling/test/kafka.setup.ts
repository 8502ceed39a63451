import { join } from 'node:path'
import { startKafka } from '../stack/kafka.ts'
import { freePort } from '../stack/service-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A broker's address in TOUCHLINE_TEST_KAFKA_BROKERS; each test creates its own topics. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TOUCHLINE_TEST_KAFKA_BROKERS) return undefined
  const folder = temporaryFolder('kafka')
  const server = await startKafka({
    dataDir: join(folder.path, 'data'),
    port: await freePort(),
    logFile: join(folder.path, 'kafka.log'),
  })
  process.env.TOUCHLINE_TEST_KAFKA_BROKERS = server.brokers
  return async () => {
    await server.stop()
    folder.remove()
  }
}
