import type { ClientConfig, Pool } from 'pg'
import { type Broadcast, BroadcastUnavailable, type Notice } from '../broadcast.ts'
import { createCoalescer } from '../coalescer.ts'
import { checkName, checkNotices } from '../limits.ts'
import { createListeners } from '../listeners.ts'
import { createDatabase } from './connection.ts'
import { startListener } from './listener.ts'
import { noticesOf, payloadsOf } from './notice-text.ts'

export interface PostgresBroadcastOptions {
  /** Used to publish; the caller ends it, after `close`. */
  readonly pool: Pool
  /** Of the one connection of its own that listens. */
  readonly listen: ClientConfig
  /** False sends every statement without a name, for poolers that don't know prepared ones. Default true. */
  readonly preparedStatements?: boolean
  /** Of each call. Default 1,000. */
  readonly timeoutMs?: number
  readonly onError?: (error: unknown) => void
}

const channel = 'touchline_broadcast'

/** For one machine: positions over one NOTIFY channel, which every subscriber hears and sorts. */
export async function createPostgresBroadcast(options: PostgresBroadcastOptions): Promise<Broadcast> {
  const { pool, listen, preparedStatements = true, timeoutMs = 1_000, onError = () => {} } = options
  const database = createDatabase(pool, { timeoutMs, preparedStatements, unavailable })
  const listeners = createListeners()
  const publishing = createCoalescer<readonly Notice[]>({
    send: async calls => {
      const text = 'select pg_notify($1, payload) from unnest($2::text[]) as payload'
      await database.query({ name: channel, text, values: [channel, payloadsOf(calls.flat())] })
    },
    bytesOf: notices => 100 * notices.length,
    maxSendBytes: 262_144,
    maxPendingBytes: 8 * 1_048_576,
    timeoutMs,
    refuse: unavailable,
  })
  const listener = startListener({
    connection: listen,
    channel,
    onPayload: payload => noticesOf(payload).forEach(listeners.deliver),
    onListening: () => listeners.interrupt(),
    onLost: () => listeners.interrupt(),
    onError,
  })

  return {
    capabilities: { carriesBody: false },
    async publish(notices) {
      checkNotices(notices)
      if (notices.length > 0) await publishing.add(notices)
    },
    async subscribe(name, wanting) {
      checkName('channel', name)
      await listener.checked(timeoutMs).catch(error => {
        throw unavailable(error)
      })
      listeners.add(name, wanting)
      return { unsubscribe: async () => void listeners.remove(name, wanting) }
    },
    async ping() {
      await database.query({ text: 'select 1' })
    },
    async close() {
      await Promise.all([publishing.close(), listener.close()])
    },
  }
}

function unavailable(cause: unknown): BroadcastUnavailable {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new BroadcastUnavailable(`the broadcast in PostgreSQL can't be reached: ${reason}`, { cause })
}
