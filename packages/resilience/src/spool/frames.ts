import { crc32 } from 'node:zlib'

const lengthBytes = 4
/** Each record: its length, a CRC-32 of that length and the record, the record. Numbers are big-endian. */
export const frameOverheadBytes = lengthBytes + 4

export function encodeFrames(records: readonly Uint8Array[]): Buffer {
  const total = records.reduce((sum, record) => sum + frameOverheadBytes + record.byteLength, 0)
  const bytes = Buffer.alloc(total)
  let at = 0
  for (const record of records) {
    bytes.writeUInt32BE(record.byteLength, at)
    bytes.set(record, at + frameOverheadBytes)
    bytes.writeUInt32BE(checksum(bytes, at, record.byteLength), at + lengthBytes)
    at += frameOverheadBytes + record.byteLength
  }
  return bytes
}

export interface Decoded {
  readonly records: readonly Buffer[]
  /** How far the whole, undamaged records reach. */
  readonly validBytes: number
}

/** The records up to the first that is cut off or damaged: nothing after it can be told apart. */
export function decodeFrames(bytes: Buffer): Decoded {
  const records: Buffer[] = []
  let at = 0
  while (at + frameOverheadBytes <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const end = at + frameOverheadBytes + length
    if (end > bytes.length || bytes.readUInt32BE(at + lengthBytes) !== checksum(bytes, at, length)) break
    records.push(bytes.subarray(at + frameOverheadBytes, end))
    at = end
  }
  return { records, validBytes: at }
}

/** The length is part of it: a tail of zeros, as a power cut leaves it, is not a row of empty records. */
function checksum(bytes: Buffer, at: number, length: number): number {
  const start = at + frameOverheadBytes
  return crc32(bytes.subarray(start, start + length), crc32(bytes.subarray(at, at + lengthBytes)))
}
