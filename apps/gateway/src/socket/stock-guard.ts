import type { Duplex } from 'node:stream'
import { refusal } from '@touchline/api'
import type { WebSocket } from 'ws'
import { type GatewayLimits, maxOperationsOf } from '../limits.ts'
import { maxIdLength } from './inbound.ts'
import { type AddressWork, InboundWork } from './inbound-work.ts'
import { shapeOf } from './message-shape.ts'
import { errorText } from './procedures.ts'
import { controlPong } from './wire.ts'

interface Guarded {
  readonly socket: WebSocket
  readonly connection: Duplex
  readonly addressWork: AddressWork
}

/** Keeps from an adapter that is not ours what the socket may not make us do. */
export function guardStock(limits: GatewayLimits, { socket, connection: raw, addressWork }: Guarded): void {
  const work = new InboundWork({
    limits: limits.inboundWork,
    ofAddress: addressWork,
    socket,
    onExceeded: () => socket.terminate(),
  })
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...args: unknown[]) => boolean
  const hear = (data: Buffer, args: readonly unknown[]) => {
    const shape = shapeOf(String(data), maxOperationsOf(limits))
    if (shape.tag !== 'fine' || !hasShortIds(String(data)))
      return socket.send(errorText(refusal('invalid-input')))
    for (let count = 0; count < shape.operations; count++) work.asks('feed')
    emit('message', ...args)
  }
  socket.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event !== 'message' && event !== 'ping' && event !== 'pong') return emit(event, ...args)
    const data = args[0] as Buffer
    work.message(data.length, () => (event === 'message' ? hear(data, args) : emit(event, ...args)))
    return true
  }
  socket.on('ping', data => raw.write(controlPong(data)))
  raw.on('data', (chunk: Buffer) => work.read(chunk.length))
  socket.once('close', () => work.close())
}

/** True for what is no JSON, too: the adapter finds out. */
function hasShortIds(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text)
    const messages: readonly unknown[] = Array.isArray(json) ? json : [json]
    return messages.every(message => lengthOfId(message) <= maxIdLength)
  } catch {
    return true
  }
}

const lengthOfId = (message: unknown): number =>
  typeof message === 'object' && message !== null && 'id' in message && typeof message.id === 'string'
    ? message.id.length
    : 0
