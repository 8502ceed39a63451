import { defaultRedisPrefix, type RedisSettings } from '@touchline/contracts/redis'
import { connectCluster, connectSingle, findKind } from '@touchline/streams/redis-client'
import type { AdmissionRedis, RedisClient } from './redis-gate.ts'

const timeoutMs = 1_000

/** Asks what stands behind the settings until it is known, and then connects. Whoever opens it closes it. */
export function openAdmissionRedis(
  settings: RedisSettings,
  onError: (error: unknown) => void,
): AdmissionRedis {
  const ending = new AbortController()
  let client: RedisClient | undefined
  findKind(settings, { timeoutMs, onError, signal: ending.signal }).then(
    kind => {
      if (ending.signal.aborted) return
      client = (kind === 'cluster' ? connectCluster : connectSingle)(settings, { timeoutMs })
      client.on('error', onError)
    },
    () => {},
  )
  return {
    prefix: settings.prefix ?? defaultRedisPrefix,
    get client() {
      return client
    },
    close() {
      ending.abort()
      client?.disconnect()
    },
  }
}

export interface AdmissionStore {
  /** Undefined: each process counts for itself. */
  readonly redis: AdmissionRedis | undefined
  close(): Promise<void>
}

/** What all gateways count in together, where a Redis is named. */
export function openAdmissionStore(
  settings: RedisSettings | undefined,
  onError: (error: unknown) => void,
): AdmissionStore {
  const redis = settings && openAdmissionRedis(settings, onError)
  return { redis, close: async () => redis?.close() }
}
