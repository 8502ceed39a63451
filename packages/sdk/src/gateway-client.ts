import type { AppRouter } from '@touchline/api'
import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  splitLink,
  type TRPCClient,
  wsLink,
} from '@trpc/client'
import { retryDelayMs } from './retry.ts'

export interface GatewayOptions {
  /** The gateway's origin, such as `http://localhost:4000`; its `/trpc` is used over HTTP and over WebSocket. */
  readonly url: string
  /** For a runtime without its own. */
  readonly WebSocket?: typeof WebSocket
  readonly fetch?: typeof fetch
  /** Bounds every query; 10 s. */
  readonly timeoutMs?: number
}

export interface Gateway {
  readonly trpc: TRPCClient<AppRouter>
  close(): Promise<void>
}

const defaultTimeoutMs = 10_000
/** A socket without subscriptions is closed after this long. */
const idleMs = 5_000

/** Subscriptions over one WebSocket, opened with the first of them; queries over HTTP, batched. */
export function createGateway({ url, timeoutMs = defaultTimeoutMs, ...options }: GatewayOptions): Gateway {
  const httpUrl = endpoint(url)
  const wsClient = createWSClient({
    url: httpUrl.replace(/^http/, 'ws'),
    lazy: { enabled: true, closeMs: idleMs },
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 3_000 },
    retryDelayMs: attempt => retryDelayMs(attempt),
    ...(options.WebSocket && { WebSocket: options.WebSocket }),
  })
  const send = options.fetch ?? fetch
  const trpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: operation => operation.type === 'subscription',
        true: wsLink({ client: wsClient }),
        false: httpBatchLink({
          url: httpUrl,
          maxItems: 16,
          fetch: (input, init) =>
            send(input, { ...init, signal: bounded(init?.signal, timeoutMs) } as RequestInit),
        }),
      }),
    ],
  })
  return { trpc, close: () => wsClient.close() }
}

const endpoint = (url: string): string => {
  const base = new URL(url)
  base.protocol = base.protocol.replace(/^ws/, 'http')
  return `${base.origin}${base.pathname.replace(/\/(trpc\/?)?$/, '')}/trpc`
}

function bounded(signal: AbortSignal | null | undefined, timeoutMs: number): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}
