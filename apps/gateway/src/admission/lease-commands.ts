import { type RedisClient, withScript } from './redis-gate.ts'

export interface JoinedLease {
  /** When it joined, in microseconds since 1970 by Redis's clock: its rank among the owner's. */
  readonly joinedAt: string
  /** Members that were too many: the oldest. */
  readonly evicted: readonly string[]
}

/** What is kept of an owner's sockets: who joined when, and until when each is believed without being refreshed. */
const join = `
local time = redis.call('time')
local now = time[1] * 1000000 + time[2]
local function drop(members)
  for _, member in ipairs(members) do
    redis.call('zrem', KEYS[1], member)
    redis.call('zrem', KEYS[2], member)
  end
end
drop(redis.call('zrangebyscore', KEYS[2], '-inf', string.format('%.0f', now)))
local joined = ARGV[2]
if joined == '' then joined = string.format('%.0f', now) end
redis.call('zadd', KEYS[1], 'NX', joined, ARGV[1])
redis.call('zadd', KEYS[2], string.format('%.0f', now + ARGV[3] * 1000), ARGV[1])
local surplus = redis.call('zcard', KEYS[1]) - tonumber(ARGV[4])
local evicted = {}
if surplus > 0 then evicted = redis.call('zrange', KEYS[1], 0, surplus - 1) end
drop(evicted)
redis.call('pexpire', KEYS[1], ARGV[3] * 2)
redis.call('pexpire', KEYS[2], ARGV[3] * 2)
return {joined, evicted}
`

interface WithJoin {
  touchlineJoin(...args: (string | number)[]): Promise<[string, string[]]>
}

export interface LeaseCommands {
  join(lease: {
    readonly owner: string
    readonly member: string
    /** Empty: now. */
    readonly joinedAt: string
    readonly leaseMs: number
    readonly limit: number
  }): Promise<JoinedLease>
  leave(owner: string, member: string): Promise<void>
  /** Leaves word for another process that these members of its were evicted. */
  tell(process: string, members: readonly string[]): Promise<void>
  /** Takes the word that others left. */
  hear(process: string, atMost: number): Promise<string[]>
}

export function leaseCommandsOf(redis: RedisClient, prefix: string): LeaseCommands {
  const joining = withScript<WithJoin>(redis, 'touchlineJoin', { numberOfKeys: 2, lua: join })
  return {
    async join({ owner, member, joinedAt, leaseMs, limit }) {
      const keys = keysOf(prefix, owner)
      const [at, evicted] = await joining.touchlineJoin(...keys, member, joinedAt, leaseMs, limit)
      return { joinedAt: at, evicted }
    },
    async leave(owner, member) {
      await Promise.all(keysOf(prefix, owner).map(key => redis.zrem(key, member)))
    },
    async tell(process, members) {
      const key = wordKey(prefix, process)
      await redis.rpush(key, ...members)
      await redis.pexpire(key, 60_000)
    },
    hear: async (process, atMost) => (await redis.lpop(wordKey(prefix, process), atMost)) ?? [],
  }
}

/** Both in one slot of a cluster. */
const keysOf = (prefix: string, owner: string) => [
  `${prefix}:sockets:{${owner}}:joined`,
  `${prefix}:sockets:{${owner}}:leases`,
]
const wordKey = (prefix: string, process: string) => `${prefix}:evicted:${process}`
