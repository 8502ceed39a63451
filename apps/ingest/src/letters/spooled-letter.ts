import type { NewRecord } from '@touchline/streams'
import { z } from 'zod'

/** A dead letter on its way to its topic. */
export interface Letter {
  readonly topic: string
  readonly record: NewRecord
}

const headLengthBytes = 4
const headSchema = z.object({
  topic: z.string().min(1).max(200),
  key: z.string().min(1).max(200),
  headers: z.record(z.string(), z.string()),
})

/** The length of the head (4 bytes, big-endian), the head as JSON, the value's bytes as they are. */
export function encodeLetter({ topic, record: { key, value, headers } }: Letter): Buffer {
  const head = Buffer.from(JSON.stringify({ topic, key, headers }))
  const length = Buffer.alloc(headLengthBytes)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, value])
}

/** Undefined for bytes that another build wrote in another form. */
export function decodeLetter(bytes: Uint8Array): Letter | undefined {
  const held = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (held.length < headLengthBytes) return undefined
  const headEnd = headLengthBytes + held.readUInt32BE(0)
  try {
    const head = headSchema.parse(JSON.parse(held.subarray(headLengthBytes, headEnd).toString()))
    const { topic, key, headers } = head
    return { topic, record: { key, headers, value: held.subarray(headEnd) } }
  } catch {
    return undefined
  }
}
