import type { ApiContext, Caller } from '@touchline/api'
import type { Connections } from '@touchline/resilience'
import type { WebSocket } from 'ws'
import type { Admission, Credentials } from '../admission/admission.ts'
import type { HandshakeMeter } from '../admission/admission-meters.ts'
import type { FeedJournal } from '../evidence/feed-journal.ts'
import type { Hub } from '../hub/hub.ts'
import type { GatewayLimits } from '../limits.ts'
import type { Meters } from '../meters.ts'
import type { Quotas } from '../quotas.ts'
import type { ReadQueue } from '../reads/read-queue.ts'
import type { Encodings } from './encodings.ts'
import type { AddressWork } from './inbound-work.ts'
import type { Outbound } from './outbound.ts'

/** What all connections of a gateway share. */
export interface ConnectionShares {
  readonly limits: GatewayLimits
  readonly meters: Meters
  /** Of each caller, over all its sockets. */
  readonly feeds: Quotas
  /** Of each caller's feeds, the same. */
  readonly encodings: Encodings
  readonly handshakes: HandshakeMeter
  readonly admission: Admission
  readonly hub: Hub
  readonly journal: FeedJournal
  readonly reads: ReadQueue
  /** Counts connections until they are sockets. */
  readonly connections: Connections
  contextOf(caller: Caller): ApiContext
  onError(error: unknown): void
}

export interface Accepted {
  readonly id: string
  readonly socket: WebSocket
  readonly outbound: Outbound
  readonly address: string
  /** What all sockets of its address may make this process do. */
  readonly addressWork: AddressWork
  readonly deflated: boolean
  /** What the upgrade request showed; undefined if the first message is to show it. */
  readonly credentials: Credentials | undefined
}
