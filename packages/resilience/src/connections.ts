import type { Server, Socket } from 'node:net'
import { addressKey } from '@touchline/contracts/addresses'
import { createFairShare, type Share } from './fair-share.ts'

export interface ConnectionLimits {
  readonly strangerConnections: number
  readonly strangerConnectionsPerAddress: number
  readonly knownConnections: number
  readonly knownConnectionsPerAddress: number
}

/** Who has sent something authentic lately. */
export interface KnownAddresses {
  knowsAddress(address: string): boolean
}

/** Where proxies of ours stand before, all connections come from these: only the totals bound them. */
export const connectionLimits = (limits: ConnectionLimits, trustedProxies: number): ConnectionLimits =>
  trustedProxies === 0
    ? limits
    : {
        ...limits,
        strangerConnectionsPerAddress: limits.strangerConnections,
        knownConnectionsPerAddress: limits.knownConnections,
      }

/** Bounds the connections of a server, by address. */
export interface Connections {
  /** It has shown that it is more than a connection: it counts among the known ones from now on. */
  vouch(socket: Socket): void
}

/** Over a bound, the oldest connection of the address that has most is closed for the new one. */
export function boundConnections(
  server: Server,
  limits: ConnectionLimits,
  { known, onDisplaced }: { readonly known: KnownAddresses; onDisplaced(): void },
): Connections {
  const strangers = createFairShare({
    max: limits.strangerConnections,
    maxPerKey: limits.strangerConnectionsPerAddress,
  })
  const vouched = createFairShare({
    max: limits.knownConnections,
    maxPerKey: limits.knownConnectionsPerAddress,
  })
  const addressOf = ({ remoteAddress = 'unknown' }: Socket) => addressKey(remoteAddress)
  const shares = new WeakMap<Socket, { readonly share: Share; readonly isKnown: boolean }>()

  const enter = (socket: Socket, isKnown: boolean) => {
    const displace = () => {
      onDisplaced()
      socket.destroy()
    }
    const share = (isKnown ? vouched : strangers).enter(addressOf(socket), displace)
    shares.set(socket, { share, isKnown })
    if (!share.add(1)) displace()
  }
  // One function for all: there may be tens of thousands of connections.
  function left(this: Socket): void {
    shares.get(this)?.share.leave()
  }
  server.on('connection', socket => {
    enter(socket, known.knowsAddress(addressOf(socket)))
    socket.on('close', left)
  })
  return {
    vouch(socket) {
      const one = shares.get(socket)
      if (!one || one.isKnown) return
      one.share.leave()
      enter(socket, true)
    },
  }
}
