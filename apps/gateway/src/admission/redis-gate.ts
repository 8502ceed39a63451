import type { Cluster, Redis } from 'ioredis'

export type AdmissionRedis = Redis | Cluster

/** Calls to Redis that nothing may wait for long. */
export interface RedisGate {
  readonly redis: AdmissionRedis
  /** False while it is away, or has just failed several times on end. */
  readonly isOpen: boolean
  /** Rejects after the time limit, or at once while closed. */
  run<T>(work: () => Promise<T>): Promise<T>
}

export interface RedisGateOptions {
  readonly timeoutMs: number
  readonly failuresUntilClosed: number
  readonly closedMs: number
}

const defaults: RedisGateOptions = { timeoutMs: 50, failuresUntilClosed: 3, closedMs: 1_000 }

export class RedisAway extends Error {
  override readonly name = 'RedisAway'
}

export function createRedisGate(redis: AdmissionRedis, options: Partial<RedisGateOptions> = {}): RedisGate {
  const { timeoutMs, failuresUntilClosed, closedMs } = { ...defaults, ...options }
  let failures = 0
  let closedUntilMs = 0
  const isOpen = () => redis.status === 'ready' && performance.now() >= closedUntilMs
  const failedOnce = () => {
    failures += 1
    if (failures >= failuresUntilClosed) closedUntilMs = performance.now() + closedMs
  }
  return {
    redis,
    get isOpen() {
      return isOpen()
    },
    async run(work) {
      if (!isOpen()) throw new RedisAway('Redis is away')
      try {
        const result = await inTime(work(), timeoutMs)
        failures = 0
        return result
      } catch (error) {
        failedOnce()
        throw error
      }
    },
  }
}

function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  work.catch(() => {})
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new RedisAway(`no answer within ${timeoutMs} ms`)), timeoutMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
