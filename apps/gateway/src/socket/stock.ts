import { type ApiContext, appRouter, type Caller, refusal } from '@touchline/api'
import { anonymous } from '@touchline/contracts'
import { addressKey } from '@touchline/contracts/addresses'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import type { WebSocket, WebSocketServer } from 'ws'
import { callerKey } from '../admission/rates.ts'
import { maxOperationsOf } from '../limits.ts'
import { createPlaces } from '../places.ts'
import { readingOf } from '../reads/reading.ts'
import type { ConnectionShares } from './connection-shares.ts'
import { readCredentials } from './inbound.ts'
import { Pacer } from './pacer.ts'

/**
 * tRPC's own adapter, which iterates the same feeds one by one: the slow path, and what the shared one is held
 * against. It knows identities, and no seats, journals or thinning.
 */
export function createStockHandler(
  sockets: WebSocketServer,
  shares: ConnectionShares,
  addressOf: (socket: WebSocket) => string,
) {
  const { limits, admission, contextOf, onError } = shares
  const createContext = async (
    socket: WebSocket,
    params: Record<string, unknown> | null,
  ): Promise<ApiContext> => {
    const known = params ? await admission.identify(readCredentials(params)) : undefined
    return contextOf(
      callerOf(shares, { socket, address: addressOf(socket), identity: known?.ok ? known.value : anonymous }),
    )
  }
  return getWSConnectionHandler({
    wss: sockets,
    router: appRouter,
    createContext: ({ res, info }) => createContext(res, info.connectionParams),
    keepAlive: { enabled: true, pingMs: limits.pingMs, pongWaitMs: limits.pongWaitMs },
    maxBatchSize: maxOperationsOf(limits),
    onError: ({ error }) => onError(error),
  })
}

interface StockSocket {
  readonly socket: WebSocket
  readonly address: string
  readonly identity: Caller['identity']
}

function callerOf(
  { limits, meters, feeds, admission, reads }: ConnectionShares,
  { socket, address, identity }: StockSocket,
): Caller {
  const quotaKey = callerKey(identity, addressKey(address))
  const { callsPerSocket, feedsPerSocket, socketHighWaterBytes, socketStallMs } = limits
  const pacer = new Pacer(socket, {
    highWaterBytes: socketHighWaterBytes,
    stallMs: socketStallMs,
    onStalled: () => meters.cutOff('stalled'),
  })
  const enter = createPlaces({ call: callsPerSocket, feed: feedsPerSocket })
  return {
    identity,
    quotaKey,
    enter: kind => {
      const leave = kind === 'feed' ? feeds.take(quotaKey) : () => {}
      const release = leave && !pacer.isFull ? enter(kind) : undefined
      if (!release) leave?.()
      return release && (() => [leave, release].forEach(end => void end?.()))
    },
    read: async (work, foundOf) => {
      if (!(await admission.request(identity, address)).allowed) throw refusal('rate-limited')
      return readingOf(reads, address)(work, foundOf)
    },
    take: async frames => {
      await pacer.ready(frames.length)
      meters.wrote(frames.length)
    },
  }
}
