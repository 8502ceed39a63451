/**
 * PORT: best-effort fan-out of what was stored, from relays to gateways.
 *
 * It never carries truth: a notice may be lost, come twice, or come late, and a subscriber compares positions
 * and heals from PostgreSQL.
 * Order: notices of one channel that one publisher sent arrive in its order.
 * Durability: none. Size: a notice's body is at most 256 KiB, or absent; an adapter with
 * `capabilities.carriesBody` false drops bodies and delivers positions alone.
 * Failure: `publish`, `subscribe` and `ping` reject with BroadcastUnavailable, within a second or so, when the
 * broker can't be reached; `publish` and `subscribe` throw RangeError for what no broker takes. A subscription in
 * force never ends by itself: it reconnects, and `onInterrupted` tells that notices may have been lost.
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
  /** Called in order, synchronously; must not throw. A notice may come while `subscribe` has yet to resolve. */
  onNotice(notice: Notice): void
  /** Called when the connection is lost, and again once the subscription is back in force: heal then. */
  onInterrupted(): void
}

export interface BroadcastSubscription {
  unsubscribe(): Promise<void>
}

/** The broker could not be reached in time. Retrying helps. */
export class BroadcastUnavailable extends Error {
  override readonly name = 'BroadcastUnavailable'
}
