import type { Server, Socket } from 'node:net'
import { createFairShare, type Share } from './fair-share.ts'
import type { KnownSenders } from './known-senders.ts'
import { sourceAddress } from './source-address.ts'

export interface ConnectionLimits {
  readonly strangerConnections: number
  readonly strangerConnectionsPerAddress: number
  readonly knownConnections: number
  readonly knownConnectionsPerAddress: number
}

/** Bounds the connections of a server, by address. */
export interface Connections {
  /** An authentic request came over it: it counts among those of known senders from now on. */
  vouch(socket: Socket): void
}

/** Over a bound, the oldest connection of the address that has most is closed for the new one. */
export function boundConnections(
  server: Server,
  limits: ConnectionLimits,
  { known, onDisplaced }: { known: KnownSenders; onDisplaced: () => void },
): Connections {
  const strangers = createFairShare({
    max: limits.strangerConnections,
    maxPerKey: limits.strangerConnectionsPerAddress,
  })
  const vouched = createFairShare({
    max: limits.knownConnections,
    maxPerKey: limits.knownConnectionsPerAddress,
  })
  const shares = new WeakMap<Socket, { readonly share: Share; readonly isKnown: boolean }>()

  const enter = (socket: Socket, isKnown: boolean) => {
    const displace = () => {
      onDisplaced()
      socket.destroy()
    }
    const share = (isKnown ? vouched : strangers).enter(sourceAddress(socket.remoteAddress), displace)
    shares.set(socket, { share, isKnown })
    if (!share.add(1)) displace()
  }
  server.on('connection', socket => {
    enter(socket, known.knowsAddress(sourceAddress(socket.remoteAddress)))
    socket.once('close', () => shares.get(socket)?.share.leave())
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
