import type { MatchEvent, MatchSnapshot } from '@touchline/contracts'
import { type Call, createCalls, getPage } from './calls.ts'
import { type Connection, watchConnection } from './connection.ts'
import { type CredentialOptions, createCredentials } from './credentials.ts'
import { createFeed, type FeedOptions, type MatchFeed } from './feed.ts'
import type { GatewayApi } from './gateway-api.ts'
import { createSocket } from './socket.ts'
import { createTabs, tabsPossible } from './tabs.ts'

export interface GatewayOptions extends CredentialOptions {
  /** The gateway's origin, such as `http://localhost:4000`; its `/trpc` is used over HTTP and over WebSocket. */
  readonly url: string
  /** One socket for all tabs of a browser that show the same token to the same gateway; true where it is possible. */
  readonly shareSocket?: boolean
  /** For a runtime without its own. */
  readonly WebSocket?: typeof WebSocket
  readonly fetch?: typeof fetch
  /** Bounds every call; 10 s. */
  readonly timeoutMs?: number
}

export interface EventsPage {
  readonly items: readonly MatchEvent[]
  /** Pass it as `after` for the next page; null on the last one. */
  readonly next: string | null
}

/** Who follows a match now, over all gateways; the larger the crowd, the coarser. */
export interface Presence {
  readonly watching: number
}

/** One match. Each call but `feed` rejects with a TouchlineError. */
export interface MatchHandle {
  readonly matchId: string
  /** As of now, or as of so many seconds ago, 0 to 60. */
  get(options?: { readonly delaySeconds?: number }): Promise<MatchSnapshot>
  /** A page of stored events after a position (`epoch:seq`), from the first on without one; at most 1,000. */
  events(after?: string, limit?: number): Promise<EventsPage>
  /** All stored events, oldest first, in long pages that any cache on the way may keep. */
  segments(): AsyncIterable<readonly MatchEvent[]>
  presence(): Promise<Presence>
  /** Every event from a place on, each once, in order, across any disconnect. Nothing is sent until it is iterated. */
  feed(options?: FeedOptions): MatchFeed
}

export interface Touchline {
  matches(): Promise<readonly MatchSnapshot[]>
  match(matchId: string): MatchHandle
  /** The gateway's tRPC queries and mutations, for what has no shorter way. */
  readonly trpc: GatewayApi
  /** Of the feeds of this client. */
  readonly connection: Connection
  /** Closes the socket; feeds still open end. */
  close(): Promise<void>
}

const defaultTimeoutMs = 10_000

/** A client of one gateway. It opens no connection before it needs one. */
export function createTouchline(options: GatewayOptions): Touchline {
  const { WebSocket, shareSocket = true } = options
  const url = endpoint(options.url)
  const credentials = createCredentials(options)
  const send = options.fetch ?? fetch
  const calling = {
    url,
    credentials,
    fetch: (input: RequestInfo | URL, init?: RequestInit) => send(input, init),
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
  }
  const call = createCalls(calling)
  const open = () => createSocket({ url, credentials, WebSocket })
  const wire =
    shareSocket && !options.apiKey && tabsPossible() ? createTabs({ url, credentials, open }) : open()
  const connection = watchConnection(wire.subscribe)
  const closing = new AbortController()
  const ending = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
  const ask = <T>(path: string, input?: object) => call(path, input) as Promise<T>
  return {
    trpc: apiOver(call),
    connection,
    close: () => {
      closing.abort()
      return wire.close()
    },
    matches: async () => (await ask<{ items: MatchSnapshot[] }>('match.list')).items,
    match: matchId => ({
      matchId,
      get: asked => ask('match.get', { matchId, ...asked }),
      events: (after, limit) => ask('match.events', { matchId, after: after || undefined, limit }),
      segments: () => segmentsOf(matchId),
      presence: () => ask('match.presence', { matchId }),
      feed: ({ signal, ...feedOptions } = {}) =>
        createFeed(matchId, { ...feedOptions, signal: ending(signal) }, connection.subscribe),
    }),
  }

  async function* segmentsOf(matchId: string) {
    const { epoch } = await ask<MatchSnapshot>('match.get', { matchId })
    for (let number = 0; ; number++) {
      const path = `/matches/${encodeURIComponent(matchId)}/segments/${epoch}/${number}`
      const page = await getPage<{ items: readonly MatchEvent[] }>(path, calling)
      if (!page) return
      yield page.items
    }
  }
}

const endpoint = (url: string): string => {
  const base = new URL(url)
  base.protocol = base.protocol.replace(/^ws/, 'http')
  return `${base.origin}${base.pathname.replace(/\/(trpc\/?)?$/, '')}/trpc`
}

/** `api.match.get.query(input)`: a path that grows until it is called. */
const apiOver = (call: Call): GatewayApi => pathOver(call, []) as GatewayApi

const pathOver = (call: Call, path: readonly string[]): unknown =>
  new Proxy(() => {}, {
    get: (_, name) => (name === 'then' ? undefined : pathOver(call, [...path, String(name)])),
    apply: (_, __, [input]) =>
      call(path.slice(0, -1).join('.'), input, path.at(-1) === 'mutate' ? 'mutation' : 'query'),
  })
