/**
 * PORT: best-effort fan-out of what was stored, from relays to gateways.
 *
 * It never carries truth: a notice may be lost, come twice, or come late, and a subscriber compares positions
 * and heals from PostgreSQL.
 * Order: notices of one channel that one publisher sent arrive in its order.
 * Durability: none. Size: a notice's body is at most 256 KiB, or absent; an adapter with
 * `capabilities.carriesBody` false drops bodies and delivers positions alone.
 * Failure: `publish` rejects with BroadcastUnavailable when the broker can't be reached; a subscription never
 * ends by itself: it reconnects, and `onInterrupted` tells that notices may have been lost meanwhile.
 */
export interface Broadcast {
  readonly capabilities: { readonly carriesBody: boolean }
  /** Sends notices, in order; resolves when the broker has taken them. */
  publish(notices: readonly Notice[]): Promise<void>
  /** Resolves once the subscription is in force. One subscription per channel is shared by all its listeners. */
  subscribe(channel: string, listener: BroadcastListener): Promise<BroadcastSubscription>
  /** Rejects with BroadcastUnavailable unless the broker answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** "This match now has events `firstSeq` to `lastSeq`." The channel is the match's id. */
export interface Notice {
  readonly channel: string
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
  /** The events themselves, as a JSON array of match events, where the adapter carries bodies. */
  readonly body?: string
}

export interface BroadcastListener {
  /** Called in order, synchronously; must not throw. */
  onNotice(notice: Notice): void
  onInterrupted(): void
}

export interface BroadcastSubscription {
  unsubscribe(): Promise<void>
}

/** The broker could not be reached in time. Retrying helps. */
export class BroadcastUnavailable extends Error {
  override readonly name = 'BroadcastUnavailable'
}
