import { Buffer } from 'node:buffer'
import { constants, deflateRawSync } from 'node:zlib'

const finalText = 0x81
const finalPong = 0x8a
/** RSV1: the message is deflated (RFC 7692, 6.1). */
const deflatedBit = 0x40
/** What a flush appends, and a sender leaves out (RFC 7692, 7.2.1). */
const flushTailBytes = 4

/** One WebSocket text message from the server (RFC 6455, 5.2): final, unmasked, uncompressed. */
export const textMessage = (text: string): Buffer => textMessages([text])

/** Several of them, ready for one write. */
export function textMessages(texts: readonly string[]): Buffer {
  const sizes = texts.map(text => Buffer.byteLength(text))
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size + headerBytes(size), 0))
  let at = 0
  for (const [index, text] of texts.entries()) {
    at = writeHeader(bytes, { at, first: finalText, size: sizes[index] ?? 0 })
    at += bytes.write(text, at)
  }
  return bytes
}

/**
 * The same, each deflated by itself, so that one deflation serves every connection that has agreed on
 * `permessage-deflate; server_no_context_takeover` with the full window.
 */
export function deflatedMessages(texts: readonly string[]): Buffer {
  const messages = texts.map(text => {
    const flushed = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH })
    const payload = flushed.subarray(0, flushed.length - flushTailBytes)
    const header = Buffer.allocUnsafe(headerBytes(payload.length))
    writeHeader(header, { at: 0, first: finalText | deflatedBit, size: payload.length })
    return [header, payload]
  })
  return Buffer.concat(messages.flat())
}

const headerBytes = (size: number): number => {
  if (size < 126) return 2
  return size < 65_536 ? 4 : 10
}

interface Header {
  readonly at: number
  readonly first: number
  readonly size: number
}

function writeHeader(bytes: Buffer, { at, first, size }: Header): number {
  bytes[at] = first
  if (size < 126) return bytes.writeUInt8(size, at + 1)
  if (size < 65_536) return bytes.writeUInt16BE(size, bytes.writeUInt8(126, at + 1))
  return bytes.writeBigUInt64BE(BigInt(size), bytes.writeUInt8(127, at + 1))
}

/** The answer to a ping of WebSocket's own, which carries 125 bytes at most. */
export function controlPong(payload: Buffer): Buffer {
  const header = Buffer.allocUnsafe(headerBytes(payload.length))
  writeHeader(header, { at: 0, first: finalPong, size: payload.length })
  return Buffer.concat([header, payload])
}

export const pingMessage = textMessage('PING')
export const pongMessage = textMessage('PONG')
/** Makes the stock client open a new connection before it leaves this one. */
export const reconnectMessage = textMessage('{"id":null,"method":"reconnect"}')
