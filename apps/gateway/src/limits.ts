/** What the gateway holds at most, for all together and for each. */
export interface GatewayLimits {
  /** Recent events of one match, in bytes of JSON. */
  readonly ringBytes: number
  /** Recent events of all matches together. */
  readonly allRingsBytes: number
  /** Pages of history kept for those who catch up. */
  readonly historyBytes: number
  readonly watchedMatches: number
  /** Followed matches that have no event yet. */
  readonly unknownMatches: number
  /** How long a match stays watched after its last follower left. */
  readonly idleMatchMs: number
  /** How long a first follower waits for the store to say where its match stands. */
  readonly firstHeadMs: number
  /** How often heads are compared with the store. */
  readonly headCheckMs: number
  /** How long a head may be ahead of its notice before the notice counts as lost. */
  readonly noticeGraceMs: number
  readonly sockets: number
  readonly feedsPerSocket: number
  readonly callsPerSocket: number
  /** All plain HTTP calls, and server-sent feeds, under way at once. */
  readonly httpCalls: number
  readonly httpFeeds: number
  readonly inboundMessageBytes: number
  readonly inboundMessagesPerSecond: number
  /** A feed waits while its socket has more than this to send. */
  readonly socketHighWaterBytes: number
  /** A socket that has more than this to send is cut off. */
  readonly socketMaxBytes: number
  /** A socket that takes nothing for so long is cut off. */
  readonly socketStallMs: number
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
  watchedMatches: 5_000,
  unknownMatches: 500,
  idleMatchMs: 30_000,
  firstHeadMs: 5_000,
  headCheckMs: 500,
  noticeGraceMs: 100,
  sockets: 20_000,
  feedsPerSocket: 20,
  callsPerSocket: 20,
  httpCalls: 500,
  httpFeeds: 2_000,
  inboundMessageBytes: 64 * 1024,
  inboundMessagesPerSecond: 50,
  socketHighWaterBytes: 256 * 1024,
  socketMaxBytes: 4 * mebibyte,
  socketStallMs: 60_000,
  pingMs: 25_000,
  pongWaitMs: 20_000,
  requestBytes: 256 * 1024,
  requestTimeoutMs: 30_000,
  drainMs: 5_000,
}
