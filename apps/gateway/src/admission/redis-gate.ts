import type { Cluster, Redis } from 'ioredis'

export type RedisClient = Redis | Cluster

export interface AdmissionRedis {
  /** Undefined until Redis has answered whether it is one server or a cluster. */
  readonly client: RedisClient | undefined
  /** Of the names of keys. */
  readonly prefix: string
  close(): void
}

/** Calls to Redis that nothing may wait for long. */
export interface RedisGate {
  /** Of the names of keys. */
  readonly prefix: string
  /** False while it is away, or has just failed several times on end. */
  readonly isOpen: boolean
  /** True while it is away, and from several failures on end until the next success. */
  readonly isFailing: boolean
  /** Rejects after the time limit, or at once while closed. */
  run<T>(work: (client: RedisClient) => Promise<T>): Promise<T>
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
  const ready = () => (redis.client?.status === 'ready' ? redis.client : undefined)
  const open = () => (performance.now() >= closedUntilMs ? ready() : undefined)
  const failedOnce = () => {
    failures += 1
    if (failures >= failuresUntilClosed) closedUntilMs = performance.now() + closedMs
  }
  return {
    prefix: redis.prefix,
    get isOpen() {
      return open() !== undefined
    },
    get isFailing() {
      return failures >= failuresUntilClosed || ready() === undefined
    },
    async run(work) {
      const client = open()
      if (!client) throw new RedisAway('Redis is away')
      try {
        const result = await inTime(work(client), timeoutMs)
        failures = 0
        return result
      } catch (error) {
        failedOnce()
        throw error
      }
    },
  }
}

/** Makes a script a command of the client, once. */
export function withScript<Commands extends object>(
  client: RedisClient,
  name: keyof Commands & string,
  definition: { readonly numberOfKeys: number; readonly lua: string },
): Commands {
  if (!(name in client)) client.defineCommand(name, definition)
  return client as unknown as Commands
}

function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  work.catch(() => {})
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new RedisAway(`no answer within ${timeoutMs} ms`)), timeoutMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
