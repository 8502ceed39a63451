import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { type ApiContext, appRouter, type Caller, publicError } from '@touchline/api'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { type AllowedOrigins, isAllowed } from '../http/origins.ts'
import type { GatewayLimits } from '../limits.ts'
import type { Meters } from '../meters.ts'
import { guardSocket } from './guard.ts'

const goingAway = 1001
const closeGraceMs = 500
const maxBatchedCalls = 20

/** A WebSocket and the connection that it stands on. */
export interface OpenSocket {
  readonly socket: WebSocket
  readonly connection: Duplex
}

export interface SocketOptions {
  readonly server: Server
  readonly limits: GatewayLimits
  readonly meters: Meters
  readonly origins: AllowedOrigins
  contextOf(caller: Caller): ApiContext
  callerOf(socket: OpenSocket): Caller
  onError(error: unknown): void
}

export interface Sockets {
  /** What all sockets together have taken and not sent yet. */
  bufferedBytes(): number
  /** Asks clients to move on, waits for them up to the deadline, then closes what is left. */
  drain(deadlineMs: number): Promise<void>
}

/** tRPC over WebSocket at `/trpc`, on the HTTP server's port. */
export function serveSockets(options: SocketOptions): Sockets {
  const { server, limits, meters, origins, contextOf, callerOf, onError } = options
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.inboundMessageBytes,
    perMessageDeflate: false,
  })
  const connections = new WeakMap<WebSocket, Duplex>()
  const contextFor = (socket: WebSocket) => {
    const connection = connections.get(socket)
    if (!connection) throw new Error('a socket without a connection')
    return contextOf(callerOf({ socket, connection }))
  }
  let draining = false
  sockets.on('connection', socket => {
    socket.once('close', meters.connected())
    guardSocket(socket, limits, meters.cutOff)
  })
  const handler = applyWSSHandler({
    wss: sockets,
    router: appRouter,
    createContext: ({ res }) => contextFor(res),
    keepAlive: { enabled: true, pingMs: limits.pingMs, pongWaitMs: limits.pongWaitMs },
    maxBatchSize: maxBatchedCalls,
    onError: ({ error }) => onError(error),
  })
  server.on('upgrade', (request, connection, head) => {
    connection.on('error', () => connection.destroy())
    const refusal = refusalOf({
      path: request.url ?? '',
      origin: request.headers.origin,
      full: draining || sockets.clients.size >= limits.sockets,
      origins,
    })
    if (refusal) return refuse(connection, refusal)
    sockets.handleUpgrade(request, connection, head, socket => {
      connections.set(socket, connection)
      sockets.emit('connection', socket, request)
    })
  })
  return {
    bufferedBytes: () => [...sockets.clients].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
    drain: async deadlineMs => {
      draining = true
      handler.broadcastReconnectNotification()
      const endsAtMs = Date.now() + deadlineMs
      while (sockets.clients.size > 0 && Date.now() < endsAtMs) await delay(20)
      for (const socket of sockets.clients) socket.close(goingAway)
      if (sockets.clients.size > 0) await delay(closeGraceMs)
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

interface Upgrade {
  readonly path: string
  readonly origin: string | undefined
  readonly full: boolean
  readonly origins: AllowedOrigins
}
type Refusal = { readonly status: string; readonly code: 'not-found' | 'unavailable' | 'invalid-input' }

function refusalOf({ path, origin, full, origins }: Upgrade): Refusal | undefined {
  if (!/^\/trpc\/?(\?|$)/.test(path)) return { status: '404 Not Found', code: 'not-found' }
  if (origin !== undefined && !isAllowed(origins, origin)) {
    return { status: '403 Forbidden', code: 'invalid-input' }
  }
  return full ? { status: '503 Service Unavailable', code: 'unavailable' } : undefined
}

function refuse(connection: Duplex, { status, code }: Refusal): void {
  const body = JSON.stringify({ error: publicError(code) })
  const headers = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  const retry = code === 'unavailable' ? 'retry-after: 5\r\n' : ''
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n${headers}${retry}\r\n${body}`)
}
