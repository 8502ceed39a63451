import type { Server } from 'node:net'
import { boundConnections, type Connections, connectionLimits } from '@touchline/resilience'
import type { GatewayLimits } from '../limits.ts'

export interface ConnectionOptions {
  readonly limits: GatewayLimits
  readonly trustedProxies: number
  onDisplaced(): void
}

/** All that may be open at once, and a twentieth for those that are closing: a newcomer is never refused for them. */
export const maxConnectionsOf = ({ sockets, httpFeeds, pendingConnections }: GatewayLimits): number =>
  Math.ceil((sockets + httpFeeds + pendingConnections) * 1.05)

/**
 * Connections that are no socket and no event stream yet, by address: over the bound the oldest of the address that
 * has most is closed for a newcomer. Sockets and streams have bounds of their own.
 */
export function boundPending(server: Server, options: ConnectionOptions): Connections {
  const { limits, trustedProxies, onDisplaced } = options
  const { pendingConnections, pendingConnectionsPerAddress, sockets, httpFeeds } = limits
  const taken = sockets + httpFeeds
  server.maxConnections = maxConnectionsOf(limits)
  const bounds = {
    strangerConnections: pendingConnections,
    strangerConnectionsPerAddress: pendingConnectionsPerAddress,
    knownConnections: taken,
    knownConnectionsPerAddress: taken,
  }
  const known = { knowsAddress: () => false }
  return boundConnections(server, connectionLimits(bounds, trustedProxies), { known, onDisplaced })
}
