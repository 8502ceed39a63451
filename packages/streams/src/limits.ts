import type { Notice } from './broadcast.ts'
import type { NewRecord } from './event-log.ts'

export const maxValueBytes = 1_048_576
export const maxHeaders = 64
/** Names and values together. */
export const maxHeaderBytes = 8_192
export const maxBodyBytes = 262_144
export const maxNameLength = 200

/** Throws RangeError for a record that no adapter takes: retrying would not help. */
export function checkRecords(topic: string, records: readonly NewRecord[]): void {
  checkName('topic', topic)
  for (const { key, value, headers } of records) {
    checkName('key', key)
    checkHeaders(headers)
    if (value.byteLength > maxValueBytes) {
      throw new RangeError(
        `a record's value has ${value.byteLength} bytes; at most ${maxValueBytes} are allowed`,
      )
    }
  }
}

function checkHeaders(headers: NewRecord['headers']): void {
  let count = 0
  let chars = 0
  for (const name in headers) {
    count += 1
    chars += name.length + (headers[name]?.length ?? 0)
  }
  // No text has more than three bytes for each of its UTF-16 units.
  const bytes =
    chars * 3 <= maxHeaderBytes ? chars : Buffer.byteLength(Object.entries(headers).flat().join(''))
  if (count > maxHeaders || bytes > maxHeaderBytes) {
    throw new RangeError(
      `a record has ${count} headers of ${bytes} bytes; at most ${maxHeaders} of ${maxHeaderBytes} are allowed`,
    )
  }
}

export function checkNotices(notices: readonly Notice[]): void {
  for (const { channel, body } of notices) {
    checkName('channel', channel)
    if (body !== undefined && Buffer.byteLength(body) > maxBodyBytes) {
      throw new RangeError(`a notice's body is over ${maxBodyBytes} bytes`)
    }
  }
}

export function checkName(what: string, name: string): void {
  if (name.length === 0 || name.length > maxNameLength || name.includes('\0')) {
    throw new RangeError(`a ${what} has 1 to ${maxNameLength} characters, none of them NUL`)
  }
}

/** About what a record costs in memory and on the wire. */
export function bytesOf({ key, value, headers }: NewRecord): number {
  let bytes = 64 + key.length + value.byteLength
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0) + 8
  return bytes
}
