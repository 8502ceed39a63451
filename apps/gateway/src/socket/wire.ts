import { Buffer } from 'node:buffer'

const finalText = 0x81

/** One WebSocket text message from the server (RFC 6455, 5.2): final, unmasked, uncompressed. */
export const textMessage = (text: string): Buffer => textMessages([text])

/** Several of them, ready for one write. */
export function textMessages(texts: readonly string[]): Buffer {
  const sizes = texts.map(text => Buffer.byteLength(text))
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size + headerBytes(size), 0))
  let at = 0
  for (const [index, text] of texts.entries()) {
    at = writeHeader(bytes, at, sizes[index] ?? 0)
    at += bytes.write(text, at)
  }
  return bytes
}

const headerBytes = (size: number): number => {
  if (size < 126) return 2
  return size < 65_536 ? 4 : 10
}

function writeHeader(bytes: Buffer, at: number, size: number): number {
  bytes[at] = finalText
  if (size < 126) return bytes.writeUInt8(size, at + 1)
  if (size < 65_536) return bytes.writeUInt16BE(size, bytes.writeUInt8(126, at + 1))
  return bytes.writeBigUInt64BE(BigInt(size), bytes.writeUInt8(127, at + 1))
}

export const pingMessage = textMessage('PING')
export const pongMessage = textMessage('PONG')
/** Makes the stock client open a new connection before it leaves this one. */
export const reconnectMessage = textMessage('{"id":null,"method":"reconnect"}')
