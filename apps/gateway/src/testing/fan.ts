import type { AppRouter } from '@touchline/api'
import type { Frame } from '@touchline/contracts'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import WebSocket from 'ws'
import { testMatch } from './match-events.ts'

/** The stock tRPC client on real sockets, which can be cut off under it. */
export interface Fan {
  readonly ids: string[]
  readonly frames: Frame[]
  readonly arrivedAtMs: number[]
  readonly errors: unknown[]
  readonly client: ReturnType<typeof createTRPCClient<AppRouter>>
  /** Cuts the present connection off, as a network would: without a goodbye. */
  cut(): void
  close(): Promise<void>
}

export interface FanOptions {
  readonly input?: {
    readonly from?: string
    readonly lanes?: ('critical' | 'normal' | 'low')[]
    readonly delaySeconds?: number
    readonly lastEventId?: string
  }
  /** Asked anew at each connection, so that a fan can move between gateways. */
  readonly port: () => number
  readonly matchId?: string
  /** False to keep the ids alone. Default true. */
  readonly keepFrames?: boolean
}

/** Follows a match; resolves when the feed has started. */
export async function seatFan(options: FanOptions): Promise<Fan> {
  const { port, matchId = testMatch, input, keepFrames = true } = options
  const open: WebSocket[] = []
  class CuttableSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      open.push(this)
    }
  }
  const wsClient = createWSClient({
    url: () => `ws://127.0.0.1:${port()}/trpc`,
    WebSocket: CuttableSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 5,
  })
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: wsClient })] })
  const fan = {
    ids: [] as string[],
    frames: [] as Frame[],
    arrivedAtMs: [] as number[],
    errors: [] as unknown[],
  }
  await new Promise<void>(resolve => {
    client.match.feed.subscribe(
      { matchId: matchId as never, ...input },
      {
        onStarted: () => resolve(),
        onData: ({ id, data }) => {
          fan.ids.push(id)
          if (keepFrames) fan.frames.push(data as Frame)
          fan.arrivedAtMs.push(Date.now())
        },
        onError: error => {
          fan.errors.push(error)
          resolve()
        },
      },
    )
  })
  return {
    ...fan,
    client,
    cut: () => open.splice(0).forEach(socket => void socket.terminate()),
    close: () => wsClient.close(),
  }
}

export const idsBetween = (epoch: number, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${epoch}:${first + index}`)
