import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { publicError } from '@touchline/api'
import type { ErrorCode } from '@touchline/contracts'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Arrival } from '../admission/admission.ts'
import { drain } from '../drain/drain.ts'
import type { DrainableSocket } from '../drain/drainable.ts'
import { Connection } from './connection.ts'
import type { ConnectionShares } from './connection-shares.ts'
import { Doorway } from './doorway.ts'
import { AddressBudgets, type AddressWork } from './inbound-work.ts'
import { Outbound } from './outbound.ts'
import { createStockHandler } from './stock.ts'
import { guardStock } from './stock-guard.ts'
import { reconnectMessage } from './wire.ts'

/** Each message by itself and on the full window, so that one deflation serves everybody. */
export const sharedDeflation = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: 15,
}
const closeGraceMs = 200
/** A client that cuts what it sends smaller than this makes work and nothing else. */
const fragments = { maxFragments: 256, maxBufferedChunks: 1_024 }
const rush = { turnMs: 5, maxWaiting: 10_000, maxWaitMs: 5_000 }
const mostBetweenLooksMs = 1_000

export interface SocketOptions {
  readonly server: Server
  readonly shares: ConnectionShares
  /** `stock`: tRPC's own adapter, which is slower and looks the same to clients. */
  readonly adapter: 'shared' | 'stock'
  arrivalOf(request: IncomingMessage): Arrival
  /** False while answers to requests before it are to be written. */
  mayUpgrade(request: IncomingMessage): boolean
}

export interface Sockets {
  /** What all sockets together have taken and not sent yet. */
  bufferedBytes(): number
  /** Takes nobody in any more, and asks those who are here to move on; closes who is left at the deadline. */
  drain(deadlineMs: number): Promise<void>
}

/** tRPC over WebSocket at `/trpc`, on the HTTP server's port. */
export function serveSockets({ server, shares, adapter, arrivalOf, mayUpgrade }: SocketOptions): Sockets {
  const { limits, admission } = shares
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.inboundMessageBytes,
    perMessageDeflate: limits.deflate && sharedDeflation,
    ...fragments,
    // A pong is a write like others: within the socket's bound, and only while its sender may ask for more.
    autoPong: false,
  })
  const open = new Map<WebSocket, SeatedSocket>()
  const stock =
    adapter === 'stock'
      ? createStockHandler(sockets, shares, socket => open.get(socket)?.address ?? '')
      : undefined
  const addresses = new AddressBudgets(limits.inboundWork.address)
  let draining = false
  const doorway = new Doorway(rush)

  const accept = (socket: WebSocket, { connection, request, arrival }: Upgrade) => {
    const address = addresses.take(arrival.address)
    const upgrade = { socket, connection, request, arrival, addressWork: address.work }
    const entry = stock ? plain(shares, upgrade) : connect(shares, upgrade)
    if (connection instanceof Socket) shares.connections.vouch(connection)
    shares.meters.count('connections', 1)
    open.set(socket, { ...entry, leaveAddress: address.leave })
    if (!stock) {
      socket.on('message', heard)
      socket.on('ping', pinged)
      socket.on('pong', ponged)
    }
    socket.on('close', closed)
    stock?.(socket, request)
  }

  // Listeners that all sockets share: functions of each socket's own would be a third of what an idle one takes.
  function heard(this: WebSocket, data: unknown): void {
    open.get(this)?.connection?.heard(data as Buffer)
  }
  function pinged(this: WebSocket, data: Buffer): void {
    open.get(this)?.connection?.heardControl('ping', data)
  }
  function ponged(this: WebSocket, data: Buffer): void {
    open.get(this)?.connection?.heardControl('pong', data)
  }
  function closed(this: WebSocket, code: number): void {
    const entry = open.get(this)
    open.delete(this)
    entry?.leaveAddress()
    shares.meters.count('connections', -1)
    entry?.connection?.closed(code)
  }

  server.on('upgrade', (request, connection, head) => {
    connection.on('error', destroyed)
    if (!mayUpgrade(request)) return void connection.destroy()
    const arrival = arrivalOf(request)
    const enter = () => {
      const refused = draining || open.size >= limits.sockets ? shed() : refusalOf(request, arrival)
      if (refused) return refuse(connection, refused)
      sockets.handleUpgrade(request, connection, head, socket =>
        accept(socket, { connection, request, arrival }),
      )
    }
    // A connection that has gone meanwhile is none of anybody's business.
    doorway.arrive(
      () => (connection.destroyed ? undefined : enter()),
      () => refuse(connection, shed()),
    )
  })

  function shed(): ErrorCode {
    shares.handshakes.count('shed')
    return 'unavailable'
  }

  function refusalOf({ url = '' }: IncomingMessage, arrival: Arrival): ErrorCode | undefined {
    if (!/^\/trpc\/?(\?|$)/.test(url)) return 'not-found'
    const known = admission.handshake(arrival)
    if (!known.ok) return known.code
    const shown = admission.credentialsOf(arrival)
    return shown.ok ? undefined : shown.code
  }

  const lookMs = Math.min(mostBetweenLooksMs, limits.pingMs / 2, limits.pongWaitMs / 2)
  const looking = setInterval(() => {
    const nowMs = Date.now()
    for (const { connection } of open.values()) connection?.look(nowMs)
    addresses.forgetIdle()
  }, lookMs)
  looking.unref()

  return {
    bufferedBytes: () => [...open.values()].reduce((sum, { outbound }) => sum + outbound.queuedBytes, 0),
    drain: async deadlineMs => {
      draining = true
      // Who comes now finds another process at this port or address; who is here keeps their connection.
      server.close()
      await drain({ sockets: () => [...open.values()].map(({ drainable }) => drainable) }, { deadlineMs })
      clearInterval(looking)
      // So that those who were closed hear why.
      if (open.size > 0) await delay(closeGraceMs)
      for (const socket of open.keys()) socket.terminate()
      sockets.close()
    },
  }
}

interface Upgrade {
  readonly connection: Duplex
  readonly request: IncomingMessage
  readonly arrival: Arrival
}

interface OpenSocket {
  readonly address: string
  readonly outbound: Outbound
  readonly drainable: DrainableSocket
  readonly connection?: Connection
}

interface SeatedSocket extends OpenSocket {
  readonly leaveAddress: () => void
}

interface Opened extends Upgrade {
  readonly socket: WebSocket
  readonly addressWork: AddressWork
}

function connect(shares: ConnectionShares, upgrade: Opened): OpenSocket {
  const { socket, connection: raw, request, arrival, addressWork } = upgrade
  const outbound = new Outbound(raw, shares.limits.socketHighWaterBytes)
  const introduces = new URL(request.url ?? '', 'ws://gateway').searchParams.get('connectionParams') === '1'
  const shown = shares.admission.credentialsOf(arrival)
  const connection = new Connection(shares, {
    id: randomBytes(12).toString('base64url'),
    socket,
    outbound,
    address: arrival.address,
    addressWork,
    deflated: socket.extensions.includes('permessage-deflate'),
    credentials: introduces || !shown.ok ? undefined : shown.value,
  })
  raw.on('data', (chunk: Buffer) => connection.received(chunk.length))
  // What is not the wire's ends the socket by itself, with a code of its own.
  socket.on('error', ignored)
  return { address: arrival.address, outbound, drainable: connection, connection }
}

function plain(shares: ConnectionShares, opened: Opened): OpenSocket {
  const { socket, connection: raw, arrival } = opened
  guardStock(shares.limits, opened)
  const outbound = new Outbound(raw, Number.POSITIVE_INFINITY)
  const drainable: DrainableSocket = {
    askToMove: () => outbound.write(reconnectMessage),
    get isOpen() {
      return socket.readyState === socket.OPEN
    },
    close: (code, reason) => socket.close(code, reason),
  }
  return { address: arrival.address, outbound, drainable }
}

const ignored = () => {}

/** Without a closure, which would keep the request for as long as the socket lives. */
function destroyed(this: Duplex): void {
  this.destroy()
}

const statusOf: Partial<Record<ErrorCode, string>> = {
  'not-found': '404 Not Found',
  forbidden: '403 Forbidden',
  'rate-limited': '429 Too Many Requests',
}

function refuse(connection: Duplex, code: ErrorCode): void {
  // Whoever does not close their side would keep the server from closing.
  connection.once('finish', destroyed)
  const error = publicError(code)
  const body = JSON.stringify({ error })
  const headers = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  const retry = error.retryable ? `retry-after: ${retryAfterSeconds()}\r\n` : ''
  const status = statusOf[code] ?? '503 Service Unavailable'
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n${headers}${retry}\r\n${body}`)
}

/** So that those who are refused together do not come back together. */
const retryAfterSeconds = () => 2 + Math.floor(Math.random() * 6)
