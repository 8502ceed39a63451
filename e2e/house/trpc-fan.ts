import type { AppRouter } from '@touchline/api'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { WebSocket } from 'ws'

/** A fan with nothing but the stock tRPC client: what its feed delivered, in the order of delivery. */
export interface TrpcFan {
  readonly ids: readonly string[]
  readonly errors: readonly unknown[]
  stop(): Promise<void>
}

export function followWithTrpc(port: number, matchId: string): TrpcFan {
  const client = createWSClient({
    url: `ws://127.0.0.1:${port}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 20,
  })
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client })] })
  const ids: string[] = []
  const errors: unknown[] = []
  const subscription = trpc.match.feed.subscribe(
    { matchId, from: 'start' },
    { onData: ({ id }) => void ids.push(id), onError: error => void errors.push(error) },
  )
  return {
    ids,
    errors,
    stop: async () => {
      subscription.unsubscribe()
      await client.close()
    },
  }
}
