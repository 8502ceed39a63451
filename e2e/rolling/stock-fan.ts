import type { AppRouter } from '@touchline/api'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { WebSocket } from 'ws'

/** A fan with nothing but the stock client, and everything that a page could notice of its connection. */
export interface StockFan {
  readonly matchId: string
  readonly ids: readonly string[]
  /** Times it said `connecting` after its first connection. */
  readonly reconnects: number
  readonly errors: readonly unknown[]
  /** Sockets it has opened. */
  readonly sockets: number
  stop(): Promise<void>
}

export function startStockFan(port: number, matchId: string): StockFan {
  let sockets = 0
  const client = createWSClient({
    url: `ws://127.0.0.1:${port}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    onOpen: () => {
      sockets++
    },
  })
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client })] })
  const ids: string[] = []
  const errors: unknown[] = []
  let connected = false
  let reconnects = 0
  const subscription = trpc.match.feed.subscribe(
    { matchId, from: 'start' },
    {
      onData: ({ id }) => void ids.push(id),
      onError: error => void errors.push(error),
      onConnectionStateChange: ({ state }) => {
        if (state === 'connecting' && connected) reconnects++
        if (state === 'pending') connected = true
      },
    },
  )
  return {
    matchId,
    ids,
    errors,
    get reconnects() {
      return reconnects
    },
    get sockets() {
      return sockets
    },
    stop: async () => {
      subscription.unsubscribe()
      await client.close()
    },
  }
}
