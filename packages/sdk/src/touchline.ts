import type { AppRouter } from '@touchline/api'
import type { FeedInput, Frame, MatchEvent, MatchSnapshot } from '@touchline/contracts'
import type { TRPCClient } from '@trpc/client'
import { createFeed, type FeedObserver, type FeedOptions, type MatchFeed } from './feed.ts'
import { createGateway, type GatewayOptions } from './gateway-client.ts'
import { TouchlineError, touchlineErrorOf } from './touchline-error.ts'

export interface EventsPage {
  readonly items: readonly MatchEvent[]
  /** Pass it as `after` for the next page; null on the last one. */
  readonly next: string | null
}

/** One match. Each call but `feed` rejects with a TouchlineError. */
export interface MatchHandle {
  readonly matchId: string
  get(): Promise<MatchSnapshot>
  /** A page of stored events after a position (`epoch:seq`), from the first on without one; at most 1,000. */
  events(after?: string, limit?: number): Promise<EventsPage>
  /** Every event from a place on, each once, in order, across any disconnect. Nothing is sent until it is iterated. */
  feed(options?: FeedOptions): MatchFeed
}

export interface Touchline {
  matches(): Promise<readonly MatchSnapshot[]>
  match(matchId: string): MatchHandle
  /** The typed tRPC client underneath, for what has no shorter way. */
  readonly trpc: TRPCClient<AppRouter>
  /** Closes the socket; feeds still open end. */
  close(): Promise<void>
}

/** A client of one gateway. It opens no connection before it needs one. */
export function createTouchline(options: GatewayOptions): Touchline {
  const { trpc, close } = createGateway(options)
  return {
    trpc,
    close,
    matches: async () => (await answered(trpc.match.list.query())).items,
    match: matchId => ({
      matchId,
      get: () => answered(trpc.match.get.query({ matchId })),
      events: (after, limit) =>
        answered(trpc.match.events.query({ matchId, ...(after && { after }), ...(limit && { limit }) })),
      feed: (feedOptions = {}) =>
        createFeed(matchId, feedOptions, (request, observer) => subscribe(trpc, request, observer)),
    }),
  }
}

const answered = <T>(call: Promise<T>): Promise<T> =>
  call.catch((cause: unknown) => {
    throw touchlineErrorOf(cause)
  })

function subscribe(trpc: TRPCClient<AppRouter>, request: FeedInput, observer: FeedObserver): () => void {
  let stopped = false
  const subscription = trpc.match.feed.subscribe(request, {
    onStarted: () => observer.opened(),
    onData: tracked => observer.frame(tracked.data as Frame),
    onConnectionStateChange: ({ state }) => {
      if (state === 'pending') observer.opened()
      else observer.disconnected()
    },
    onError: cause => {
      if (!stopped) observer.ended(touchlineErrorOf(cause))
    },
    onComplete: () => {
      if (!stopped) observer.ended(new TouchlineError('unavailable', 'The gateway ended the feed.'))
    },
  })
  return () => {
    stopped = true
    subscription.unsubscribe()
  }
}
