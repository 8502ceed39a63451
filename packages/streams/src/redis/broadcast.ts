import type { RedisSettings } from '@touchline/contracts/redis'
import { Cluster } from 'ioredis'
import { type Broadcast, BroadcastUnavailable, type Notice } from '../broadcast.ts'
import { createCoalescer } from '../coalescer.ts'
import { checkName, checkNotices } from '../limits.ts'
import { createListeners } from '../listeners.ts'
import { defaultTimeoutMs, type RedisTuning } from '../redis-client/index.ts'
import { within } from '../time-limit.ts'
import { publish } from './publish.ts'
import { openServers, type Servers } from './servers.ts'
import { createSubscriptions } from './subscriptions.ts'
import { untilReady } from './until-ready.ts'

export interface RedisBroadcastOptions extends RedisSettings, RedisTuning {
  readonly onError?: (error: unknown) => void
}

/**
 * Redis pub/sub; on a cluster sharded pub/sub, where only a channel's own server hears of its notices. Until Redis has
 * answered which of both it is, calls fail as they do while it is away.
 */
export function createRedisBroadcast(options: RedisBroadcastOptions): Broadcast {
  const { onError = () => {}, timeoutMs = defaultTimeoutMs, natMap } = options
  const ending = new AbortController()
  const listeners = createListeners()
  const opening = open()
  opening.catch(() => {})

  async function open() {
    const { signal } = ending
    const servers = await openServers(options, { timeoutMs, natMap, onError, signal })
    return { servers, subscriptions: createSubscriptions(servers, listeners, timeoutMs, onError) }
  }
  const opened = () => within(timeoutMs, opening, () => new Error(`not found within ${timeoutMs} ms`))
  const settle = async (channel: string) => (await opened()).subscriptions.settle(channel)
  const publishing = createCoalescer<readonly Notice[]>({
    send: calls =>
      reaching(
        timeoutMs,
        opened().then(({ servers }) => publish(servers, calls.flat(), timeoutMs)),
      ),
    bytesOf: notices => notices.reduce((bytes, { body }) => bytes + 100 + 2 * (body?.length ?? 0), 0),
    maxSendBytes: 1_048_576,
    maxPendingBytes: 16 * 1_048_576,
    timeoutMs,
    refuse: unavailable,
  })

  return {
    capabilities: { carriesBody: true },
    async publish(notices) {
      checkNotices(notices)
      if (notices.length > 0) await publishing.add(notices)
    },
    async subscribe(channel, listener) {
      checkName('channel', channel)
      listeners.add(channel, listener)
      const leave = async () => {
        if (listeners.remove(channel, listener)) await settle(channel).catch(onError)
      }
      try {
        await reaching(2 * timeoutMs, settle(channel))
      } catch (error) {
        listeners.remove(channel, listener)
        throw error
      }
      return { unsubscribe: leave }
    },
    ping: () =>
      reaching(
        timeoutMs,
        opened().then(({ servers }) => ping(servers, timeoutMs)),
      ),
    async close() {
      await publishing.close()
      ending.abort()
      const open = await opening.catch(() => undefined)
      open?.subscriptions.close()
      open?.servers.publisher.disconnect()
    },
  }
}

async function ping({ publisher }: Servers, timeoutMs: number): Promise<void> {
  await untilReady(publisher, timeoutMs)
  const nodes = publisher instanceof Cluster ? publisher.nodes('master') : [publisher]
  await Promise.all(nodes.map(node => node.ping()))
}

async function reaching<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  work.catch(() => {})
  try {
    return await within(timeoutMs, work, () => new Error(`no answer within ${timeoutMs} ms`))
  } catch (error) {
    throw unavailable(error)
  }
}

function unavailable(cause: unknown): BroadcastUnavailable {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new BroadcastUnavailable(`Redis can't be reached: ${reason}`, { cause })
}
