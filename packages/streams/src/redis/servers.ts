import { Cluster, type NatMap, Redis } from 'ioredis'
import { slotOfChannel } from './slot-of-channel.ts'

export interface RedisServerOptions {
  /** One server: `redis://` or `rediss://`, with user and password where needed. */
  readonly url?: string
  /** A cluster's nodes, some or all: URLs as above, or `host:port`. */
  readonly nodes?: readonly string[]
  /** True for sharded pub/sub on the cluster that `nodes` (or `url`) belongs to. */
  readonly cluster?: boolean
  /** Where the cluster's addresses are not those that this process sees. */
  readonly natMap?: NatMap
  /** Of each call. Default 500. */
  readonly timeoutMs?: number
}

export const defaultTimeoutMs = 500

/** What publishing and subscribing need to know of one server or of a cluster. */
export interface Servers {
  readonly sharded: boolean
  readonly publisher: Redis | Cluster
  /** The server that serves a channel now; undefined while that is unknown. */
  placeOf(redisChannel: string): string | undefined
  /** False for a server that is there no more. */
  knows(place: string): boolean
  /** The connection that publishes on a server; undefined if it is not there any more. */
  publisherAt(place: string): Redis | undefined
  /** Asks the cluster anew who serves what; resolves even if nobody answers. */
  refresh(): Promise<void>
  /** A new connection for subscribing to one server; undefined if it is not there any more. */
  connect(place: string): Redis | undefined
}

const retryMs = (attempt: number) => Math.random() * Math.min(1_000, 50 * 2 ** Math.min(attempt, 6))

/** Nothing waits inside ioredis: what can't be sent now fails now, and reconnecting is for later calls. */
function connectionOptions(timeoutMs: number) {
  return {
    connectTimeout: Math.max(timeoutMs, 2_000),
    commandTimeout: timeoutMs,
    socketTimeout: 2 * timeoutMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    enableOfflineQueue: false,
    keepAlive: 5_000,
    retryStrategy: retryMs,
  }
}

export function openServers(options: RedisServerOptions): Servers {
  const addresses = options.nodes ?? (options.url === undefined ? [] : [options.url])
  const [first] = addresses
  if (first === undefined) throw new Error('Redis needs a url, or the nodes of a cluster')
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
  return options.cluster
    ? openCluster(addresses.map(asUrl), timeoutMs, options.natMap)
    : openSingle(asUrl(first), timeoutMs)
}

const asUrl = (address: string) => (address.includes('://') ? address : `redis://${address}`)

function openSingle(url: string, timeoutMs: number): Servers {
  const connect = () => new Redis(url, connectionOptions(timeoutMs))
  const publisher = connect()
  return {
    sharded: false,
    publisher,
    placeOf: () => url,
    knows: () => true,
    publisherAt: () => publisher,
    refresh: async () => {},
    connect,
  }
}

function openCluster(urls: readonly string[], timeoutMs: number, natMap: NatMap | undefined): Servers {
  const { retryStrategy: _, enableOfflineQueue: __, ...nodeOptions } = connectionOptions(timeoutMs)
  const cluster = new Cluster(urls.map(nodeOf), {
    enableOfflineQueue: false,
    slotsRefreshTimeout: Math.max(timeoutMs, 1_000),
    slotsRefreshInterval: 2_000,
    clusterRetryStrategy: retryMs,
    redisOptions: { ...nodeOptions, ...credentialsOf(urls) },
    ...(natMap === undefined ? {} : { natMap }),
  })
  const masterAt = (place: string) =>
    cluster.nodes('master').find(({ options }) => `${options.host}:${options.port}` === place)
  return {
    sharded: true,
    publisher: cluster,
    placeOf: redisChannel => cluster.slots[slotOfChannel(redisChannel)]?.[0],
    knows: place => masterAt(place) !== undefined,
    publisherAt: masterAt,
    refresh: () => new Promise(resolve => cluster.refreshSlotsCache(() => resolve())),
    connect(place) {
      const node = masterAt(place)
      if (!node) return undefined
      const { host, port } = node.options
      return new Redis({ ...connectionOptions(timeoutMs), ...credentialsOf(urls), ...address(host, port) })
    },
  }
}

const address = (host: string | undefined, port: number | undefined) => ({
  ...(host === undefined ? {} : { host }),
  ...(port === undefined ? {} : { port }),
})

const nodeOf = (url: string) => {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port || 6379) }
}

function credentialsOf([url = '']: readonly string[]) {
  const { username, password, protocol } = new URL(url)
  return {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  }
}
