import type { WaitingLimits } from './hub/waiting-room.ts'
import type { ReadLimits } from './reads/read-queue.ts'
import type { InboundLimits } from './socket/inbound-work.ts'

/** What the gateway holds at most, for all together and for each. */
export interface GatewayLimits {
  /** Recent events of one match, in bytes of JSON. */
  readonly ringBytes: number
  /** Recent events of all matches together. */
  readonly allRingsBytes: number
  /** Pages of history kept for those who catch up. */
  readonly historyBytes: number
  /** Delays of matches that are followed together, at most, and what each keeps of its newest events. */
  readonly delayLines: number
  readonly delayLineBytes: number
  readonly watchedMatches: number
  /** Matches that are waited for and that the store does not know. */
  readonly awaited: WaitingLimits
  /** How long a match stays watched after its last follower left. */
  readonly idleMatchMs: number
  /** How long a first follower waits for the store to say where its match stands. */
  readonly firstHeadMs: number
  /** How often heads are compared with the store. */
  readonly headCheckMs: number
  /** How long a head may be ahead of its notice before the notice counts as lost. */
  readonly noticeGraceMs: number
  readonly sockets: number
  /** Connections that are no socket and no event stream (yet), in all and of one address. */
  readonly pendingConnections: number
  readonly pendingConnectionsPerAddress: number
  /** How long the head of a request may take to come, also of the first one. */
  readonly headersTimeoutMs: number
  readonly feedsPerSocket: number
  /** Of one fan, API key or address, over all its sockets and event streams. */
  readonly feedsPerCaller: number
  /** Different ids and lanes of one caller's feeds on sockets: each event is encoded once for each. */
  readonly encodingsPerCaller: number
  readonly callsPerSocket: number
  /** Queries, over HTTP and sockets alike. */
  readonly reads: ReadLimits
  /** All plain HTTP calls, and server-sent feeds, under way at once. */
  readonly httpCalls: number
  readonly httpFeeds: number
  readonly httpFeedsPerCaller: number
  readonly inboundMessageBytes: number
  readonly inboundMessagesPerSecond: number
  /** What clients may make this process do by what they send over sockets. */
  readonly inboundWork: InboundLimits
  /** How long new events may wait to be written together while there is much to write. */
  readonly coalesceMs: number
  /** Events of about so many bytes are written together at most. */
  readonly batchBytes: number
  /** Whether clients may ask for deflated messages: about half the bytes, for a deflation of each event. */
  readonly deflate: boolean
  /** At most so much waits to be sent on one socket; what comes meanwhile stays in the ring and in the store. */
  readonly socketHighWaterBytes: number
  /** What a socket that was too slow for the live feed gets of what it missed, at most; then less of it, or a snapshot. */
  readonly laggardBytes: number
  /** A socket that takes nothing for so long is cut off. */
  readonly socketStallMs: number
  /** How long a socket may take to say who it is, where it has announced that. */
  readonly firstMessageMs: number
  readonly pingMs: number
  readonly pongWaitMs: number
  readonly requestBytes: number
  readonly requestTimeoutMs: number
  /** How long a stop waits for clients to move on. */
  readonly drainMs: number
}

const mebibyte = 1024 * 1024

export const defaultLimits: GatewayLimits = {
  ringBytes: 256 * 1024,
  allRingsBytes: 24 * mebibyte,
  historyBytes: 16 * mebibyte,
  delayLines: 500,
  delayLineBytes: 64 * 1024,
  watchedMatches: 5_000,
  awaited: { perCaller: 100, inAll: 5_000 },
  idleMatchMs: 30_000,
  firstHeadMs: 5_000,
  headCheckMs: 500,
  noticeGraceMs: 100,
  sockets: 20_000,
  pendingConnections: 4_096,
  pendingConnectionsPerAddress: 1_024,
  headersTimeoutMs: 5_000,
  feedsPerSocket: 20,
  feedsPerCaller: 4_000,
  encodingsPerCaller: 500,
  callsPerSocket: 20,
  reads: {
    inAll: 4,
    perAddress: 2,
    waitingInAll: 500,
    waitingPerAddress: 100,
    maxWaitMs: 5_000,
    work: {
      inAll: { microsPerSecond: 300_000, burstMicros: 100_000 },
      address: { microsPerSecond: 100_000, burstMicros: 200_000 },
    },
  },
  httpCalls: 500,
  httpFeeds: 2_000,
  httpFeedsPerCaller: 500,
  inboundMessageBytes: 64 * 1024,
  inboundMessagesPerSecond: 50,
  inboundWork: {
    socket: { microsPerSecond: 20_000, burstMicros: 15_000 },
    address: { microsPerSecond: 200_000, burstMicros: 100_000 },
    pausesUntilClosed: 10,
  },
  coalesceMs: 8,
  batchBytes: 32 * 1024,
  deflate: false,
  socketHighWaterBytes: 256 * 1024,
  laggardBytes: 64 * 1024,
  socketStallMs: 60_000,
  firstMessageMs: 10_000,
  pingMs: 25_000,
  pongWaitMs: 20_000,
  requestBytes: 64 * 1024,
  requestTimeoutMs: 30_000,
  drainMs: 5_000,
}

/** In one message: all that a client may have open and under way at once, which it asks for together when it comes back. */
export const maxOperationsOf = ({ callsPerSocket, feedsPerSocket }: GatewayLimits): number =>
  callsPerSocket + feedsPerSocket
