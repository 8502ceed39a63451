import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { type RedisGate, withScript } from './redis-gate.ts'

export interface RateLimit {
  readonly name: string
  readonly points: number
  readonly windowSeconds: number
}

export interface Consumed {
  readonly allowed: boolean
  readonly remaining: number
  readonly resetSeconds: number
}

export type RateLimiter = (key: string, points?: number) => Promise<Consumed>

/** Counts in Redis, for all gateways together; in memory alone without it, and while it is away. */
export function createRateLimiter(
  limit: RateLimit,
  gate: RedisGate | undefined,
  maxKeys: number,
): RateLimiter {
  const memory = new BoundedMemory(limit, maxKeys)
  const limiter = gate ? storedIn(gate, limit, memory) : memory
  return async (key, points = 1) => {
    const result = await limiter.consume(key, points).catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return refusal
      throw refusal
    })
    return {
      allowed: result.consumedPoints <= limit.points,
      remaining: Math.max(0, result.remainingPoints),
      resetSeconds: Math.max(0, Math.ceil(result.msBeforeNext / 1_000)),
    }
  }
}

const optionsOf = ({ name, points, windowSeconds }: RateLimit) => ({
  keyPrefix: `rate:${name}`,
  points,
  duration: windowSeconds,
})

interface Incrementing {
  rlflxIncr(args: readonly string[]): Promise<unknown>
}

/** The library defines one command on its client, and calls only that; through the gate it can't hang. */
function storedIn(gate: RedisGate, limit: RateLimit, insuranceLimiter: RateLimiterAbstract) {
  let script = { numberOfKeys: 1, lua: '' }
  const storeClient = {
    get status() {
      return gate.isOpen ? 'ready' : 'away'
    },
    defineCommand: (_name: string, definition: typeof script) => {
      script = definition
    },
    rlflxIncr: (args: readonly string[]) =>
      gate.run(client => withScript<Incrementing>(client, 'rlflxIncr', script).rlflxIncr(args)),
  }
  return new RateLimiterRedis({
    ...optionsOf(limit),
    keyPrefix: `${gate.prefix}:rate:${limit.name}`,
    storeClient,
    rejectIfRedisNotReady: true,
    insuranceLimiter,
  })
}

/** Beyond so many keys in a window the others are counted together, so that no flood of addresses fills the memory. */
class BoundedMemory extends RateLimiterMemory {
  readonly #maxKeys: number
  readonly #windowMs: number
  #window = 0
  #keys = new Set<string | number>()

  constructor(limit: RateLimit, maxKeys: number) {
    super(optionsOf(limit))
    this.#maxKeys = maxKeys
    this.#windowMs = limit.windowSeconds * 1_000
  }

  override consume(key: string | number, points?: number, options?: Record<string, unknown>) {
    const window = Math.floor(Date.now() / this.#windowMs)
    if (window !== this.#window) this.#keys = new Set()
    this.#window = window
    const isKnown = this.#keys.has(key) || this.#keys.size < this.#maxKeys
    if (isKnown) this.#keys.add(key)
    return super.consume(isKnown ? key : 'others', points, options)
  }
}
