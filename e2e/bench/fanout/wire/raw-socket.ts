import { connect, type Socket } from 'node:net'
import { clientFrame, FrameReader, opcodes } from './frame-reader.ts'

export interface RawSocketOptions {
  readonly port: number
  readonly path: string
  /** Where it comes from. */
  readonly localAddress?: string | undefined
  /** Before there is an answer to the upgrade, and before each chunk after that. */
  readonly handshakeTimeoutMs?: number
  onOpen(): void
  /** Once, when it is closed, for whatever reason; the code where the server gave one. */
  onClosed(code: number | undefined): void
  wants(payloadBytes: number): boolean
  onText(payloadBytes: number, buffer?: Buffer, start?: number, end?: number): void
}

// All sockets of a process read into one buffer: what is read is handled before the next read.
const sharedBuffer = Buffer.allocUnsafeSlow(64 * 1_024)
const endOfHead = '\r\n\r\n'

/** A WebSocket to 127.0.0.1 that costs its process as little as one can: no masks, no copies, no events. */
export class RawSocket {
  readonly #options: RawSocketOptions
  readonly #socket: Socket
  readonly #reader: FrameReader
  #head: string | undefined = ''
  #closeCode: number | undefined

  constructor(options: RawSocketOptions) {
    this.#options = options
    const { port, path, localAddress, handshakeTimeoutMs = 10_000 } = options
    this.#reader = new FrameReader({
      wants: bytes => bytes < 126 || options.wants(bytes),
      onFrame: (opcode, bytes, buffer, start, end) => this.#onFrame(opcode, bytes, buffer, start, end),
    })
    const callback = (size: number, buffer: Uint8Array) => this.#onRead(buffer as Buffer, size)
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
      onread: { buffer: sharedBuffer, callback },
    })
    this.#socket.setTimeout(handshakeTimeoutMs, () => this.#socket.destroy())
    this.#socket.on('connect', () => this.#socket.write(upgradeRequest(port, path)))
    this.#socket.on('error', () => {})
    // A server that ends its side is answered in kind, or the socket would stay half open.
    this.#socket.on('end', () => this.#socket.destroy())
    this.#socket.on('close', () => options.onClosed(this.#closeCode))
  }

  send(text: string): void {
    this.#socket.write(clientFrame(opcodes.text, text))
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Without a goodbye, as a network would cut it. */
  destroy(): void {
    this.#socket.destroy()
  }

  #onRead(buffer: Buffer, size: number): boolean {
    const chunk = buffer.subarray(0, size)
    if (this.#head === undefined) this.#reader.push(chunk)
    else this.#onHead(chunk)
    return true
  }

  #onHead(chunk: Buffer): void {
    const head = this.#head + chunk.toString('latin1')
    const end = head.indexOf(endOfHead)
    if (end < 0) {
      this.#head = head
      return
    }
    if (!head.startsWith('HTTP/1.1 101')) return void this.#socket.destroy()
    this.#head = undefined
    this.#socket.setTimeout(0)
    this.#options.onOpen()
    const rest = Buffer.from(head.slice(end + endOfHead.length), 'latin1')
    if (rest.length > 0) this.#reader.push(rest)
  }

  #onFrame(opcode: number, bytes: number, buffer?: Buffer, start = 0, end = 0): void {
    if (opcode === opcodes.text) this.#options.onText(bytes, buffer, start, end)
    else if (opcode === opcodes.ping) {
      this.#socket.write(clientFrame(opcodes.pong, Buffer.from(buffer?.subarray(start, end) ?? [])))
    } else if (opcode === opcodes.close) {
      if (buffer && end - start >= 2) this.#closeCode = buffer.readUInt16BE(start)
      this.#socket.destroy()
    }
  }
}

const upgradeRequest = (port: number, path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n')
