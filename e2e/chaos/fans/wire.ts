import type { MatchEvent } from '@touchline/contracts'

/** What one message of the gateway says. */
export type Heard =
  | { readonly kind: 'event'; readonly event: MatchEvent }
  | { readonly kind: 'reset' | 'started' | 'pong' | 'ping' | 'move-on' | 'nothing' }
  | { readonly kind: 'error'; readonly text: string }

interface Message {
  readonly method?: string
  readonly error?: unknown
  readonly result?: { readonly type: string; readonly data?: { readonly data: { readonly type: string } } }
}

/** Reads tRPC's wire, as far as one subscription needs it. */
export function read(text: string): Heard {
  if (text === 'PING') return { kind: 'ping' }
  if (text === 'PONG') return { kind: 'pong' }
  const { method, error, result } = JSON.parse(text) as Message
  if (error !== undefined) return { kind: 'error', text: JSON.stringify(error) }
  if (method === 'reconnect') return { kind: 'move-on' }
  if (result?.type === 'started') return { kind: 'started' }
  const frame = result?.data?.data
  if (!frame) return { kind: 'nothing' }
  return frame.type === 'feed-reset' ? { kind: 'reset' } : { kind: 'event', event: frame as MatchEvent }
}

export interface Wanted {
  readonly matchId: string
  readonly from: 'start' | 'live'
  /** `epoch:seq` of the last event that the fan holds. */
  readonly lastEventId?: string | undefined
}

export const subscribeMessage = (input: Wanted): string =>
  JSON.stringify({ id: 1, method: 'subscription', params: { path: 'match.feed', input } })
