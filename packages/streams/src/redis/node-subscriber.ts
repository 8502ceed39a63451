import type { Redis } from 'ioredis'
import { untilReady } from './until-ready.ts'

export interface NodeSubscriberOptions {
  readonly connection: Redis
  readonly sharded: boolean
  readonly timeoutMs: number
  readonly onMessage: (redisChannel: string, frame: string) => void
  /** The connection is gone, and what was subscribed on it. */
  readonly onLost: () => void
  readonly onReady: () => void
  readonly onError: (error: unknown) => void
}

/** One connection that subscribes on one server. ioredis reconnects it; subscribing again is the caller's. */
export interface NodeSubscriber {
  subscribe(redisChannel: string): Promise<void>
  unsubscribe(redisChannel: string): Promise<void>
  close(): void
}

const checkEveryMs = 1_000

export function createNodeSubscriber(options: NodeSubscriberOptions): NodeSubscriber {
  const { connection, sharded, timeoutMs } = options
  connection.on('error', options.onError)
  connection.on(sharded ? 'smessage' : 'message', options.onMessage)
  connection.on('close', options.onLost)
  connection.on('ready', options.onReady)
  const checking = setInterval(() => void check(), checkEveryMs)

  /** A connection that swallows everything must be noticed, too. */
  async function check(): Promise<void> {
    if (connection.status !== 'ready') return
    await connection.ping().catch(error => {
      options.onError(error)
      if (connection.status === 'ready') connection.disconnect(true)
    })
  }

  return {
    async subscribe(redisChannel) {
      await untilReady(connection, timeoutMs)
      await (sharded ? connection.ssubscribe(redisChannel) : connection.subscribe(redisChannel))
    },
    async unsubscribe(redisChannel) {
      if (connection.status !== 'ready') return
      await (sharded ? connection.sunsubscribe(redisChannel) : connection.unsubscribe(redisChannel))
    },
    close() {
      clearInterval(checking)
      connection.off('close', options.onLost)
      connection.disconnect()
    },
  }
}
