import * as v11_4 from '@touchline/trpc-client-11-4'
import * as v11_17 from '@touchline/trpc-client-11-17'
import * as newest from '@trpc/client'
import WebSocket from 'ws'

/** The versions that fans' apps are built with, by name. */
export const versions = { '11.4': v11_4, '11.17': v11_17, newest } as const
export type Version = keyof typeof versions

/** What an app sees of the wire, in order, without what differs from run to run. */
export type Sight = readonly [string, ...unknown[]]

export interface WatchedClient {
  readonly sights: Sight[]
  query(path: string, input?: unknown): Promise<void>
  /** Returns what ends it. */
  subscribe(name: string, path: string, input: unknown): () => void
  /** As a network would, without a goodbye. */
  cut(): void
  close(): Promise<void>
}

/** A stock client whose every callback is noted. */
export function watchClient(version: Version, port: () => number): WatchedClient {
  const { createTRPCUntypedClient, createWSClient, wsLink } = versions[version] as typeof newest
  const sights: Sight[] = []
  const open: WebSocket[] = []
  class CuttableSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      open.push(this)
    }
  }
  const socket = createWSClient({
    url: () => `ws://127.0.0.1:${port()}/trpc`,
    WebSocket: CuttableSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 5,
  })
  const client = createTRPCUntypedClient({ links: [wsLink({ client: socket })] })
  const shown = (error: { message: string; shape?: unknown }) => ({
    message: error.message,
    shape: error.shape,
  })
  return {
    sights,
    query: async (path, input) => {
      const sight = await client.query(path, input).then(
        data => ['answer', path, data] as const,
        error => ['refusal', path, shown(error)] as const,
      )
      sights.push(sight)
    },
    subscribe: (name, path, input) => {
      const subscription = client.subscription(path, input, {
        onStarted: () => sights.push([name, 'started']),
        onData: data => sights.push([name, 'data', data]),
        onError: error => sights.push([name, 'error', shown(error)]),
        onStopped: () => sights.push([name, 'stopped']),
        onComplete: () => sights.push([name, 'complete']),
        onConnectionStateChange: ({ state }: { state: string }) => sights.push([name, 'connection', state]),
      })
      return () => subscription.unsubscribe()
    },
    cut: () => open.splice(0).forEach(one => void one.terminate()),
    close: () => Promise.resolve(socket.close()),
  }
}

/** When things happened differs from run to run. */
export const withoutTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(/"(\w+At)":"[^"]+"/g, '"$1":""'))
