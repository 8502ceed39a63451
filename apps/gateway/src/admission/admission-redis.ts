import { Cluster, Redis } from 'ioredis'
import type { AdmissionRedis } from './redis-gate.ts'

const retryMs = (attempt: number) => Math.random() * Math.min(1_000, 50 * 2 ** Math.min(attempt, 6))

/** Nothing waits inside the client: what can't be sent now fails now. */
const single = {
  connectTimeout: 2_000,
  commandTimeout: 1_000,
  socketTimeout: 2_000,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  enableOfflineQueue: false,
  keepAlive: 5_000,
}

/** One server's URL, or a cluster's, separated by commas. Whoever opens it closes it, by `disconnect`. */
export function openAdmissionRedis(redisUrl: string, onError: (error: unknown) => void): AdmissionRedis {
  const urls = redisUrl.split(',').map(url => url.trim())
  const [first = ''] = urls
  const redis =
    urls.length === 1 ? new Redis(first, { ...single, retryStrategy: retryMs }) : openCluster(urls)
  redis.on('error', onError)
  return redis
}

function openCluster(urls: readonly string[]): Cluster {
  const nodes = urls.map(url => new URL(url.includes('://') ? url : `redis://${url}`))
  const [first] = nodes
  return new Cluster(
    nodes.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6_379) })),
    {
      enableOfflineQueue: false,
      slotsRefreshTimeout: 1_000,
      slotsRefreshInterval: 2_000,
      clusterRetryStrategy: retryMs,
      redisOptions: {
        connectTimeout: single.connectTimeout,
        commandTimeout: single.commandTimeout,
        maxRetriesPerRequest: 0,
        ...(first?.username && { username: decodeURIComponent(first.username) }),
        ...(first?.password && { password: decodeURIComponent(first.password) }),
        ...(first?.protocol === 'rediss:' && { tls: {} }),
      },
    },
  )
}

export interface AdmissionStore {
  /** Undefined: each process counts for itself. */
  readonly redis: AdmissionRedis | undefined
  close(): Promise<void>
}

/** What all gateways count in together, where a Redis is named. */
export function openAdmissionStore(
  redisUrl: string | undefined,
  onError: (error: unknown) => void,
): AdmissionStore {
  const redis = redisUrl === undefined ? undefined : openAdmissionRedis(redisUrl, onError)
  return { redis, close: async () => redis?.disconnect() }
}
