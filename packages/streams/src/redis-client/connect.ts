import { isIP } from 'node:net'
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from 'node:tls'
import { isEncrypted, type RedisSettings, redisAddress } from '@touchline/contracts/redis'
import { Cluster, type NatMap, Redis, type RedisOptions } from 'ioredis'

export interface RedisTuning {
  /** Of each call. Default 500. */
  readonly timeoutMs?: number | undefined
  /** Where a cluster's addresses are not those that this process sees. */
  readonly natMap?: NatMap | undefined
}

export const defaultTimeoutMs = 500

export const retryMs = (attempt: number): number =>
  Math.random() * Math.min(1_000, 50 * 2 ** Math.min(attempt, 6))

/** A connection to the one server that the settings name. It reconnects by itself, until `disconnect`. */
export const connectSingle = (settings: RedisSettings, tuning: RedisTuning = {}): Redis =>
  new Redis(singleOptions(settings, tuning))

/** Connections to the cluster that the settings' addresses belong to. */
export function connectCluster(settings: RedisSettings, tuning: RedisTuning = {}): Cluster {
  const { retryStrategy: _, enableOfflineQueue: __, ...redisOptions } = connectionOptions(settings, tuning)
  const { natMap, timeoutMs = defaultTimeoutMs } = tuning
  return new Cluster(settings.urls.map(redisAddress).map(hostAndPort), {
    enableOfflineQueue: false,
    slotsRefreshTimeout: Math.max(timeoutMs, 1_000),
    slotsRefreshInterval: 2_000,
    clusterRetryStrategy: retryMs,
    redisOptions,
    ...(natMap && { natMap }),
  })
}

/** A connection to one node of the cluster, whose address the cluster told. */
export const connectNode = (
  settings: RedisSettings,
  node: { readonly host?: string | undefined; readonly port?: number | undefined },
  tuning: RedisTuning = {},
): Redis =>
  new Redis({
    ...connectionOptions(settings, tuning),
    ...(node.host === undefined ? {} : { host: node.host }),
    ...(node.port === undefined ? {} : { port: node.port }),
  })

export function singleOptions(settings: RedisSettings, tuning: RedisTuning) {
  const url = firstOf(settings)
  const database = Number(url.pathname.slice(1))
  return {
    ...connectionOptions(settings, tuning),
    ...hostAndPort(url),
    ...(Number.isInteger(database) && { db: database }),
  }
}

/** Nothing waits inside ioredis: what can't be sent now fails now, and reconnecting is for later calls. */
function connectionOptions(settings: RedisSettings, { timeoutMs = defaultTimeoutMs }: RedisTuning) {
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
    ...credentialsOf(settings),
    ...(isEncrypted(firstOf(settings)) && { tls: tlsOf(settings) }),
  } satisfies RedisOptions
}

function credentialsOf(settings: RedisSettings) {
  const url = firstOf(settings)
  const username = decodeURIComponent(url.username) || settings.username
  const password = decodeURIComponent(url.password) || settings.password
  return { ...(username && { username }), ...(password && { password }) }
}

/**
 * Whatever node of a cluster a connection leads to, its certificate must be signed by the authority and hold a name
 * that was configured: the addresses that a cluster tells are often mere IPs, which no certificate holds.
 */
function tlsOf({ urls, tls }: RedisSettings): ConnectionOptions {
  const names = urls.map(url => hostAndPort(redisAddress(url)).host)
  const servername = names.find(name => !isIP(name))
  return {
    ...(tls?.ca && { ca: tls.ca }),
    ...(tls?.cert && { cert: tls.cert }),
    ...(tls?.key && { key: tls.key }),
    ...(servername && { servername }),
    checkServerIdentity: (_host, certificate) => faultOfNames(names, certificate),
  }
}

function faultOfNames(names: readonly string[], certificate: PeerCertificate): Error | undefined {
  const faults = names.map(name => checkServerIdentity(name, certificate))
  return faults.includes(undefined) ? undefined : faults[0]
}

function firstOf({ urls: [first] }: RedisSettings): URL {
  if (first === undefined) throw new Error('Redis needs the URL of a server, or of a node of a cluster')
  return redisAddress(first)
}

const hostAndPort = ({ hostname, port }: URL) => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: Number(port || 6_379),
})
