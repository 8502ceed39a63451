const kib = 1024
const mib = 1024 * kib

/** Every bound of this app. Times in milliseconds, sizes in bytes. */
export const defaultLimits = {
  /** One webhook request. */
  bodyBytes: mib,
  eventsPerRequest: 1_000,
  /** Bodies that are being received or appended, of all partners together; beyond it the answer is 503. */
  inFlightBytes: 64 * mib,
  requestTimeoutMs: 10_000,
  /** For partners whose own rate is not set. */
  partnerEventsPerSecond: 10_000,
  /** Of the rate; what exceeds it once may be spent once in ten seconds. */
  burstFactor: 2,

  pollIntervalMs: 100,
  pollTimeoutMs: 2_000,
  pollReadings: 1_000,
  pollBytes: 4 * mib,

  streamConnectTimeoutMs: 5_000,
  streamSilenceMs: 15_000,
  lineBytes: 64 * kib,

  /** What a dead letter keeps of bytes that are longer. */
  deadLetterBytes: 256 * kib,
  backoffBaseMs: 100,
  backoffCapMs: 5_000,
  /** How long a stop waits for requests in hand. */
  stopTimeoutMs: 5_000,
} as const

export type IngestLimits = { readonly [K in keyof typeof defaultLimits]: number }
