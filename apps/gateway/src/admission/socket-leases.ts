import { randomUUID } from 'node:crypto'
import { type LeaseCommands, leaseCommandsOf } from './lease-commands.ts'
import { type AdmissionRedis, createRedisGate } from './redis-gate.ts'
import type { Lease, SeatLeases } from './seats.ts'

export interface SocketLeaseTimes {
  /** New seats are told to Redis, and evictions asked for, so often. */
  readonly flushMs: number
  readonly hearMs: number
  /** How long a seat is believed in without being refreshed; each is, three times in it. */
  readonly leaseMs: number
}

const defaultTimes: SocketLeaseTimes = { flushMs: 50, hearMs: 1_000, leaseMs: 60_000 }
const batchSize = 200
const maxHeard = 1_000
const timeoutMs = 1_000

interface HeldLease {
  readonly lease: Lease
  readonly member: string
  readonly sinceMs: number
  joinedAt: string
}

/**
 * An owner's sockets over all gateways. The newest win, so the leases of a gateway that was killed keep nobody out.
 * Nothing waits for Redis: what can't be told now is told once it is back, and until then each process counts its own.
 */
export function createSocketLeases(
  redis: AdmissionRedis,
  onError: (error: unknown) => void,
  times: Partial<SocketLeaseTimes> = {},
): SeatLeases {
  const { flushMs, hearMs, leaseMs } = { ...defaultTimes, ...times }
  const gate = createRedisGate(redis, { timeoutMs })
  const run = <T>(work: (commands: LeaseCommands) => Promise<T>) =>
    gate.run(client => work(leaseCommandsOf(client, redis.prefix)))
  const process = randomUUID()
  /** The one refreshed longest ago first. */
  const held = new Map<string, HeldLease>()
  const members = new Map<Lease, string>()
  const untold = new Set<string>()
  let gone: HeldLease[] = []
  let count = 0

  const evict = async (evicted: readonly string[]) => {
    const others = Map.groupBy(evicted, member => member.split('|', 1)[0] ?? '')
    for (const [owner, theirs] of others) {
      if (owner === process) for (const member of theirs) held.get(member)?.lease.onEvicted()
      else await run(commands => commands.tell(owner, theirs))
    }
  }
  const tell = async (entry: HeldLease) => {
    const { lease, member, sinceMs } = entry
    const isNew = entry.joinedAt === '' && performance.now() - sinceMs < 5_000
    // Who joined while Redis was away keeps the place that it had.
    const knownAt = entry.joinedAt || (isNew ? '' : microsecondsAt(sinceMs))
    try {
      const joined = await run(commands =>
        commands.join({ owner: lease.owner, limit: lease.limit, member, joinedAt: knownAt, leaseMs }),
      )
      entry.joinedAt = joined.joinedAt
      await evict(joined.evicted)
    } catch (error) {
      if (held.has(member)) untold.add(member)
      throw error
    }
  }
  const forget = ({ lease, member }: HeldLease) => run(commands => commands.leave(lease.owner, member))

  const flush = async () => {
    while (gate.isOpen && untold.size + gone.length > 0) {
      const joining = [...untold].slice(0, batchSize)
      for (const member of joining) untold.delete(member)
      const entries = joining.flatMap(member => held.get(member) ?? [])
      await all([...entries.map(tell), ...gone.splice(0, batchSize).map(forget)])
    }
    // What leaves while Redis is away ends with its lease.
    if (!gate.isOpen) gone = []
  }
  const refresh = async () => {
    if (!gate.isOpen) return
    const share = Math.ceil((held.size * 3 * hearMs) / leaseMs)
    for (const [member, entry] of [...held].slice(0, share)) {
      held.delete(member)
      held.set(member, entry)
      untold.add(member)
    }
    const heard = await run(commands => commands.hear(process, maxHeard))
    for (const member of heard) held.get(member)?.lease.onEvicted()
  }
  const flushing = repeating(flush, flushMs, onError)
  const refreshing = repeating(refresh, hearMs, onError)

  return {
    join(lease) {
      count += 1
      const member = `${process}|${count}`
      members.set(lease, member)
      held.set(member, { lease, member, sinceMs: performance.now(), joinedAt: '' })
      untold.add(member)
    },
    leave(lease) {
      const member = members.get(lease)
      const entry = member === undefined ? undefined : held.get(member)
      if (!entry) return
      members.delete(lease)
      held.delete(entry.member)
      untold.delete(entry.member)
      gone.push(entry)
    },
    close: async () => {
      await Promise.all([flushing.stop(), refreshing.stop()])
      gone.push(...held.values())
      untold.clear()
      await flush().catch(onError)
    },
  }
}

const microsecondsAt = (sinceMs: number): string =>
  String(Math.round((performance.timeOrigin + sinceMs) * 1_000))

/** Waits for all, then fails as the first that failed. */
async function all(work: readonly Promise<void>[]): Promise<void> {
  const failure = (await Promise.allSettled(work)).find(result => result.status === 'rejected')
  if (failure) throw failure.reason
}

function repeating(work: () => Promise<void>, everyMs: number, onError: (error: unknown) => void) {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= work()
      .catch(onError)
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
