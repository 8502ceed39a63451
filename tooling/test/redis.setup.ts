import { join } from 'node:path'
import { startRedis, startRedisCluster } from '../stack/redis.ts'
import { freePort } from '../stack/service-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** One server in TOUCHLINE_TEST_REDIS_URL, and the `host:port` list of a cluster in TOUCHLINE_TEST_REDIS_CLUSTER. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = temporaryFolder('redis')
  const stops: (() => Promise<void>)[] = []
  if (!process.env.TOUCHLINE_TEST_REDIS_URL) {
    const server = await startRedis({ dataDir: join(folder.path, 'single'), port: await freePort() })
    process.env.TOUCHLINE_TEST_REDIS_URL = server.url
    stops.push(server.stop)
  }
  if (!process.env.TOUCHLINE_TEST_REDIS_CLUSTER) {
    const ports = [await freePort(), await freePort(), await freePort()]
    const cluster = await startRedisCluster({ dataDir: join(folder.path, 'cluster'), ports })
    process.env.TOUCHLINE_TEST_REDIS_CLUSTER = cluster.nodes.join(',')
    stops.push(cluster.stop)
  }
  return async () => {
    await Promise.all(stops.map(stop => stop()))
    folder.remove()
  }
}
