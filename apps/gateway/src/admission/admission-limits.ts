import type { Tier } from '@touchline/contracts'

/** What callers may take of what belongs to all. */
export interface AdmissionLimits {
  /** Of one address, in ten seconds; an IPv6 address counts by its /64. */
  readonly handshakesPerAddress: number
  /** Of all, in a second; as many may come at once. */
  readonly handshakesPerSecond: number
  /** Of one fan, over all gateways; the newest win. */
  readonly socketsPerFan: number
  /** Of one API key, over all gateways; the newest win. */
  readonly socketsPerKey: number
  /** Of one address that doesn't say who it is, in this process. */
  readonly anonymousSocketsPerAddress: number
  /** Of one address, whoever calls from there. */
  readonly requestsPerMinutePerAddress: number
  /** Of one caller, by tier; an API key may have a number of its own. */
  readonly requestsPerMinute: Readonly<Record<Tier, number>>
  /** Feeds that one caller may open in this process, by tier; each reconnection opens its feeds again. */
  readonly feedsPerMinute: Readonly<Record<Tier, number>>
  /** The same of one address, for all there who don't say who they are. */
  readonly anonymousFeedsPerMinutePerAddress: number
  /** Above it, as the median of the event loop's delay or what the fan-out is behind, no handshake is taken. */
  readonly maxDelayMs: number
}

export const defaultAdmissionLimits: AdmissionLimits = {
  handshakesPerAddress: 2_000,
  handshakesPerSecond: 5_000,
  socketsPerFan: 3,
  socketsPerKey: 50,
  anonymousSocketsPerAddress: 1_000,
  requestsPerMinutePerAddress: 10_000,
  requestsPerMinute: { free: 1_000, plus: 3_000, pro: 10_000 },
  feedsPerMinute: { free: 300, plus: 600, pro: 3_000 },
  anonymousFeedsPerMinutePerAddress: 60_000,
  maxDelayMs: 100,
}
