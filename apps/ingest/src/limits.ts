const kib = 1024
const mib = 1024 * kib

/** Every bound of this app. Times in milliseconds, sizes in bytes. */
export const defaultLimits = {
  /** One webhook request. */
  bodyBytes: mib,
  eventsPerRequest: 1_000,
  /** The same of a partner that sends a supplier's documents, each of them all of a match so far. */
  documentBytes: 4 * mib,
  eventsPerDocument: 5_000,
  /** Authentic bodies that are being judged and appended, of all partners together; beyond it the answer is 503. */
  inFlightBytes: 64 * mib,
  /** Bodies on their way of senders who were authentic within ten minutes, from the same address. */
  arrivingBytes: 32 * mib,
  arrivingBytesPerPartner: 16 * mib,
  /** Bodies on their way of anybody else. */
  strangerBytes: 16 * mib,
  strangerBytesPerAddress: 4 * mib,
  requestTimeoutMs: 10_000,
  headersTimeoutMs: 5_000,
  slowBodyGraceMs: 2_000,
  slowBodyBytesPerSecond: 16 * kib,
  strangerConnections: 2_048,
  strangerConnectionsPerAddress: 256,
  knownConnections: 4_096,
  knownConnectionsPerAddress: 1_024,
  /** For partners whose own rate is not set. Critical events don't count against it. */
  partnerEventsPerSecond: 10_000,
  /** For partners whose own is not set: how many seconds' worth of events may come at once. */
  burstFactor: 2,
  /** The ceiling of a partner's critical events, over all of its matches and in each: far above any real match. */
  partnerCriticalPerSecond: 100,
  partnerCriticalBurst: 2_000,
  matchCriticalPerSecond: 20,
  matchCriticalBurst: 1_000,
  /** Webhook messages that are known when they come again; ten minutes of 166 a second from one partner. */
  messagesRemembered: 300_000,
  messagesRememberedPerPartner: 100_000,
  /** Critical events that are known when they come again, by their ids. */
  criticalsRemembered: 100_000,
  criticalsRememberedPerPartner: 20_000,
  /** Of all providers of a source together. */
  sensorEventsPerSecond: 1_000_000,
  broadcastEventsPerSecond: 1_000_000,
  socialEventsPerSecond: 1_000_000,
  sourceBurstFactor: 2,

  pollIntervalMs: 100,
  pollTimeoutMs: 2_000,
  pollReadings: 1_000,
  pollBytes: 4 * mib,

  streamConnectTimeoutMs: 5_000,
  streamSilenceMs: 15_000,
  lineBytes: 64 * kib,

  /** What a dead letter keeps of bytes that are longer. */
  deadLetterBytes: 256 * kib,
  /** An append of dead letters that takes longer counts as failed. */
  letterAppendTimeoutMs: 2_000,
  spoolDrainIntervalMs: 1_000,
  /** The most that a drain waits longer after failures. */
  spoolDrainCapMs: 15_000,
  backoffBaseMs: 100,
  backoffCapMs: 5_000,
  /** How long a stop waits for requests in hand. */
  stopTimeoutMs: 5_000,
} as const

export type IngestLimits = { readonly [K in keyof typeof defaultLimits]: number }
