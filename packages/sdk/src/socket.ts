import { closeCodes } from '@touchline/contracts/wire'
import { createWSClient } from '@trpc/client/links/wsLink/wsLink'
import { type Credentials, claimsOf } from './credentials.ts'
import { readMessage } from './frame-check.ts'
import { retryDelayMs } from './retry.ts'
import { timedOpening } from './timed-opening.ts'
import { TouchlineError, touchlineErrorOf } from './touchline-error.ts'
import type { FeedObserver, Wire } from './wire.ts'

export interface SocketOptions {
  /** Of the tRPC endpoint, over HTTP. */
  readonly url: string
  readonly credentials: Credentials
  readonly WebSocket?: typeof WebSocket | undefined
}

/** A socket without subscriptions is closed after this long. */
const idleMs = 5_000
/** A token is renewed when a quarter of its time is left; one that is given out again and again, once a second. */
const renewAfterShare = 0.75
const renewAtMostEveryMs = 1_000
const lastedMs = 5_000
const asItIs = { serialize: (value: unknown) => value, deserialize: (value: unknown) => value }
const transformer = { input: asItIs, output: asItIs }

/** Closed for good: coming back would change nothing, or push another of the fan's sockets out. */
const refusals: Readonly<Record<number, TouchlineError>> = {
  [closeCodes.revoked]: new TouchlineError('unauthorized', 'The gateway has revoked this session.'),
  [closeCodes.notAllowed]: new TouchlineError('forbidden', 'The gateway does not let this client in.'),
  [closeCodes.tooManySockets]: new TouchlineError(
    'too-many-sockets',
    'The fan has opened newer connections.',
  ),
}

/** One WebSocket, opened with the first subscription; all of them ride on it, and come back with it. */
export function createSocket({
  url,
  credentials,
  WebSocket: Base = globalThis.WebSocket,
}: SocketOptions): Wire {
  const observers = new Set<FeedObserver>()
  let failures = 0
  let openedAtMs = Number.POSITIVE_INFINITY
  let renewal: ReturnType<typeof setTimeout> | undefined

  const client = createWSClient({
    url: url.replace(/^http/, 'ws'),
    lazy: { enabled: true, closeMs: idleMs },
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 3_000 },
    retryDelayMs: () => retryDelayMs(failures - 1),
    connectionParams: show,
    onOpen: () => {
      openedAtMs = Date.now()
    },
    onClose: cause => {
      // A socket that is closed again as soon as it opens has not succeeded; one that has lasted did.
      failures = Date.now() - openedAtMs > lastedMs ? 1 : failures + 1
      openedAtMs = Number.POSITIVE_INFINITY
      const refusal = refusals[cause?.code ?? 0]
      if (refusal) refuse(refusal)
    },
    ...(Base && { WebSocket: timedOpening(Base) }),
    experimental_encoder: { encode: JSON.stringify, decode: readMessage(malformed) },
  })

  /** A message that can't be read may have been anybody's: each feed asks again from its place. */
  function malformed(): void {
    for (const observer of [...observers]) observer.frame(undefined)
  }

  async function show() {
    const shown = await credentials.fresh()
    renewLater(shown?.token)
    return shown
  }

  function refuse(error: TouchlineError): void {
    for (const observer of [...observers]) observer.ended(error)
    void client.close()
  }

  function renewLater(token: string | undefined): void {
    clearTimeout(renewal)
    const leftMs = (claimsOf(token).exp ?? Number.POSITIVE_INFINITY) * 1_000 - Date.now()
    if (leftMs > 0 && Number.isFinite(leftMs))
      renewal = setTimeout(renew, Math.max(renewAtMostEveryMs, leftMs * renewAfterShare))
  }

  /** On the open socket; where that fails, the gateway closes it in time, and the next one brings a new token. */
  async function renew(): Promise<void> {
    const shown = await credentials.fresh().catch(() => null)
    if (!shown) return
    const input = { token: shown.token }
    client
      .request({ op: { id: 0, type: 'mutation', path: 'session.renew', input, signal: null }, transformer })
      .subscribe({ next: () => renewLater(shown.token), error: () => {} })
  }

  function subscribe(input: unknown, observer: FeedObserver): () => void {
    const end = (error?: TouchlineError) => {
      if (observers.has(observer)) observer.ended(error)
    }
    observers.add(observer)
    const state = client.connectionState.subscribe({
      next: ({ state }) => (state === 'pending' ? observer.opened() : observer.disconnected()),
    })
    const request = client
      .request({ op: { id: 0, type: 'subscription', path: 'match.feed', input, signal: null }, transformer })
      .subscribe({
        next: ({ result }) => {
          if (result.type === 'started') observer.opened()
          if (result.type !== 'data') return
          failures = 0
          observer.frame((result.data as { readonly data?: unknown } | null)?.data)
        },
        error: cause => end(touchlineErrorOf(cause)),
        complete: () => end(new TouchlineError('unavailable', 'The gateway ended the feed.')),
      })
    return () => {
      observers.delete(observer)
      state.unsubscribe()
      request.unsubscribe()
    }
  }

  return {
    subscribe,
    close: async () => {
      clearTimeout(renewal)
      observers.clear()
      await client.close()
    },
  }
}
