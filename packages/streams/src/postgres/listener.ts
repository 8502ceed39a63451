import { Client, type ClientConfig } from 'pg'
import { createRetryDelays } from '../consuming/retry-delays.ts'
import { createGate, pauseFor } from '../consuming/signals.ts'
import { within } from '../time-limit.ts'

export interface ListenerOptions {
  readonly connection: ClientConfig
  readonly channel: string
  readonly onPayload: (payload: string) => void
  /** Called each time that LISTEN is in force; what came before it was missed. */
  readonly onListening: () => void
  readonly onLost: () => void
  readonly onError: (error: unknown) => void
}

/** One connection that listens to one channel, and comes back when it breaks. */
export interface Listener {
  /** Resolves when LISTEN is in force and the server answers on its connection; rejects after the time. */
  checked(timeoutMs: number): Promise<void>
  close(): Promise<void>
}

const connectTimeoutMs = 3_000
const checkEveryMs = 2_000
const lastedMs = 5_000

export function startListener(options: ListenerOptions): Listener {
  const closing = new AbortController()
  const { signal } = closing
  const gate = createGate()
  gate.close()
  let current: Client | undefined
  const probes = new WeakMap<Client, Promise<unknown>>()

  /** Connect, listen, watch; then again. A connection that breaks as soon as it is there has not succeeded. */
  async function run(): Promise<void> {
    const delays = createRetryDelays(50)
    while (!signal.aborted) {
      if ((await live()) > lastedMs) delays.reset()
      await pauseFor(Math.random() * delays.next(), signal)
    }
  }

  /** For how long LISTEN was in force. */
  async function live(): Promise<number> {
    const client = new Client({
      ...options.connection,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    })
    let beganAtMs = Number.POSITIVE_INFINITY
    try {
      await listenOn(client)
      beganAtMs = performance.now()
      await brokenOrClosed(client)
    } catch (error) {
      options.onError(error)
    } finally {
      const lost = current !== undefined
      current = undefined
      gate.close()
      if (lost && !signal.aborted) options.onLost()
      await within(1_000, client.end(), () => new Error('late')).catch(() => {})
    }
    return performance.now() - beganAtMs
  }

  async function listenOn(client: Client): Promise<void> {
    client.on('error', options.onError)
    client.on('notification', ({ payload = '' }) => options.onPayload(payload))
    await client.connect()
    await within(
      connectTimeoutMs,
      client.query(`listen ${options.channel}`),
      () => new Error('LISTEN got no answer'),
    )
    current = client
    gate.open()
    options.onListening()
  }

  /** Resolves when the connection has ended, stays silent when asked, or is wanted no more. */
  async function brokenOrClosed(client: Client): Promise<void> {
    const ended = new AbortController()
    client.once('end', () => ended.abort())
    const either = AbortSignal.any([ended.signal, signal])
    while (!either.aborted) {
      await pauseFor(checkEveryMs, either)
      if (!either.aborted) await within(2_000, probe(client), () => new Error('LISTEN connection is silent'))
    }
  }

  async function check(): Promise<void> {
    await gate.passed(signal)
    if (current) await probe(current)
  }

  /** One question at a time on the one connection, however many want to know. */
  async function probe(client: Client): Promise<void> {
    const asking = probes.get(client) ?? client.query('select 1').finally(() => probes.delete(client))
    probes.set(client, asking)
    await asking
  }

  const running = run()
  return {
    checked: timeoutMs =>
      within(timeoutMs, check(), () => new Error(`LISTEN is not in force after ${timeoutMs} ms`)),
    async close() {
      closing.abort()
      await running
    },
  }
}
