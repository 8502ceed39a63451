/** One side of a WebSocket as bytes come in (RFC 6455): frames from a server, none of them masked or in parts. */
export interface FrameHandler {
  /** Whether the payload of a frame of this size is worth a look; otherwise it is passed over. */
  wants(payloadBytes: number): boolean
  /** `buffer` holds the payload from `start` to `end`, until the call returns; without it, it was passed over. */
  onFrame(opcode: number, payloadBytes: number, buffer?: Buffer, start?: number, end?: number): void
}

export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const

const none = Buffer.alloc(0)

export class FrameReader {
  readonly #handler: FrameHandler
  /** The beginning of a header whose end has yet to come. */
  #header = none
  #opcode = 0
  #payloadBytes = 0
  #missingBytes = 0
  #payload: Buffer | undefined

  constructor(handler: FrameHandler) {
    this.#handler = handler
  }

  push(chunk: Buffer): void {
    let buffer = chunk
    if (this.#header.length > 0) {
      buffer = Buffer.concat([this.#header, chunk])
      this.#header = none
    }
    let at = this.#missingBytes > 0 ? this.#continue(buffer) : 0
    while (at < buffer.length) {
      const next = this.#frame(buffer, at)
      if (next === undefined) {
        this.#header = Buffer.from(buffer.subarray(at))
        return
      }
      at = next
    }
  }

  /** Reads one frame; returns where the next one begins, or undefined if not all of the header is there. */
  #frame(buffer: Buffer, at: number): number | undefined {
    const short = (buffer[at + 1] ?? 0) & 0x7f
    const headerBytes = headerBytesOf(short)
    if (buffer.length - at < headerBytes) return undefined
    const opcode = (buffer[at] ?? 0) & 0x0f
    const payloadBytes = sizeOf(buffer, at, short)
    const start = at + headerBytes
    const end = start + payloadBytes
    if (end <= buffer.length) {
      if (this.#handler.wants(payloadBytes)) this.#handler.onFrame(opcode, payloadBytes, buffer, start, end)
      else this.#handler.onFrame(opcode, payloadBytes)
      return end
    }
    this.#opcode = opcode
    this.#payloadBytes = payloadBytes
    this.#missingBytes = end - buffer.length
    if (this.#handler.wants(payloadBytes)) {
      this.#payload = Buffer.allocUnsafe(payloadBytes)
      buffer.copy(this.#payload, 0, start)
    }
    return buffer.length
  }

  /** Goes on with a payload that began in an earlier chunk; returns where it ends in this one. */
  #continue(buffer: Buffer): number {
    const taken = Math.min(this.#missingBytes, buffer.length)
    const payload = this.#payload
    if (payload) buffer.copy(payload, this.#payloadBytes - this.#missingBytes, 0, taken)
    this.#missingBytes -= taken
    if (this.#missingBytes > 0) return taken
    this.#payload = undefined
    if (payload) this.#handler.onFrame(this.#opcode, this.#payloadBytes, payload, 0, payload.length)
    else this.#handler.onFrame(this.#opcode, this.#payloadBytes)
    return taken
  }
}

function headerBytesOf(short: number): number {
  if (short === 126) return 4
  return short === 127 ? 10 : 2
}

function sizeOf(buffer: Buffer, at: number, short: number): number {
  if (short === 126) return buffer.readUInt16BE(at + 2)
  return short === 127 ? Number(buffer.readBigUInt64BE(at + 2)) : short
}

/** A whole frame from a client. Its mask is zero, which is a mask, and leaves the payload as it is. */
export function clientFrame(opcode: number, payload: string | Buffer): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload
  if (body.length > 65_535) throw new RangeError('a client has nothing so long to say')
  const long = body.length > 125
  const frame = Buffer.alloc((long ? 8 : 6) + body.length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (long ? 126 : body.length)
  if (long) frame.writeUInt16BE(body.length, 2)
  body.copy(frame, long ? 8 : 6)
  return frame
}
