export const bytesPerRow = 16
const firstPrintable = 0x20
const lastPrintable = 0x7e

export interface HexRow {
  readonly offset: string
  readonly hex: string
  readonly text: string
}

export const hexRowCount = (bytes: Uint8Array): number => Math.ceil(bytes.length / bytesPerRow)

const hexOf = (value: number, length: number): string => value.toString(16).padStart(length, '0')
const textOf = (byte: number): string =>
  byte >= firstPrintable && byte <= lastPrintable ? String.fromCharCode(byte) : '·'

/** Sixteen bytes as they are written in a dump; what is no printable ASCII is a dot. */
export function hexRow(bytes: Uint8Array, place: number): HexRow {
  const from = place * bytesPerRow
  const row = [...bytes.subarray(from, from + bytesPerRow)]
  const half = bytesPerRow / 2
  const written = (part: readonly number[]) => part.map(byte => hexOf(byte, 2)).join(' ')
  return {
    offset: hexOf(from, 8),
    hex: `${written(row.slice(0, half))}  ${written(row.slice(half))}`.trimEnd(),
    text: row.map(textOf).join(''),
  }
}
