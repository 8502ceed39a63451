import type { Metrics } from '@touchline/telemetry'

/** How a connection's beginning may end. `shed`: refused to keep what is open in time. */
export const handshakeOutcomes = [
  'accepted',
  'forbidden',
  'rate-limited',
  'shed',
  'unauthorized',
  'failed',
] as const
export type HandshakeOutcome = (typeof handshakeOutcomes)[number]

export interface HandshakeMeter {
  /** Exactly once for each connection. */
  count(outcome: HandshakeOutcome): void
}

/** The share of `accepted` is what connecting is judged by; `forbidden` and `unauthorized` are the caller's doing. */
export function createHandshakeMeter(metrics: Metrics): HandshakeMeter {
  const handshakes = metrics.counter('touchline_handshakes_total', 'Beginnings of connections, by outcome')
  for (const outcome of handshakeOutcomes) handshakes.add(0, { outcome })
  return { count: outcome => handshakes.add(1, { outcome }) }
}

/** Meters nothing. */
export const uncounted: HandshakeMeter = { count: () => {} }
