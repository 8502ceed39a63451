import { Cluster } from 'ioredis'
import { type Broadcast, BroadcastUnavailable, type Notice } from '../broadcast.ts'
import { createCoalescer } from '../coalescer.ts'
import { checkName, checkNotices } from '../limits.ts'
import { createListeners } from '../listeners.ts'
import { within } from '../time-limit.ts'
import { publish } from './publish.ts'
import { defaultTimeoutMs, openServers, type RedisServerOptions, type Servers } from './servers.ts'
import { createSubscriptions } from './subscriptions.ts'
import { untilReady } from './until-ready.ts'

export interface RedisBroadcastOptions extends RedisServerOptions {
  readonly onError?: (error: unknown) => void
}

/** Redis pub/sub; on a cluster sharded pub/sub, where only a channel's own server hears of its notices. */
export function createRedisBroadcast(options: RedisBroadcastOptions): Broadcast {
  const { onError = () => {}, timeoutMs = defaultTimeoutMs } = options
  const servers = openServers(options)
  const { publisher } = servers
  publisher.on('error', onError)
  const listeners = createListeners()
  const subscriptions = createSubscriptions(servers, listeners, timeoutMs, onError)
  const publishing = createCoalescer<readonly Notice[]>({
    send: calls => reaching(timeoutMs, publish(servers, calls.flat(), timeoutMs)),
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
        if (listeners.remove(channel, listener)) await subscriptions.settle(channel).catch(onError)
      }
      try {
        await reaching(2 * timeoutMs, subscriptions.settle(channel))
      } catch (error) {
        listeners.remove(channel, listener)
        throw error
      }
      return { unsubscribe: leave }
    },
    ping: () => reaching(timeoutMs, ping(servers, timeoutMs)),
    async close() {
      await publishing.close()
      subscriptions.close()
      publisher.disconnect()
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
