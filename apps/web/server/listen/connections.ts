import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { addressKey } from '@touchline/contracts/addresses'

export interface ConnectionLimits {
  readonly total: number
  /** Undefined where proxies of ours stand before: all connections come from these. */
  readonly ofOneAddress: number | undefined
}

/** Closes connections beyond what one network address (of IPv6, a /64) may have open, before anything is read from them. */
export function limitConnections(server: Server, { total, ofOneAddress }: ConnectionLimits): void {
  server.maxConnections = total
  if (ofOneAddress === undefined) return
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = addressKey(socket.remoteAddress ?? '')
    const count = (open.get(address) ?? 0) + 1
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
    if (count > ofOneAddress) socket.destroy()
  })
}
