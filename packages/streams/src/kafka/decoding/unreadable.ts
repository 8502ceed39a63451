import { varint } from './varint.ts'

/** Names, on each record of a batch that could not be read, why. Such a record has no key and no value. */
export const unreadableHeader = 'touchline-unreadable'

/** As many as kafkajs takes from one batch: it passes them on as arguments, and the stack holds about 125,000. */
export const maxBatchRecords = 120_000

const made = new Map<string, Buffer>()

/**
 * Records that stand for those of a batch that can't be read: kafkajs takes as many of them as the batch has, and each
 * goes the way of a record that holds nothing. An error instead would stop the partition for ever.
 */
export function unreadableRecords(reason: string): Buffer {
  const known = made.get(reason)
  if (known) return known
  const sized = (text: string) => [...varint(Buffer.byteLength(text)), ...Buffer.from(text)]
  const header = [...varint(1), ...sized(unreadableHeader), ...sized(reason)]
  const none = varint(-1)
  const bytes: number[] = []
  for (let offset = 0; offset < maxBatchRecords; offset += 1) {
    const delta = varint(offset)
    bytes.push(
      ...varint(2 + delta.length + 2 * none.length + header.length),
      0,
      0,
      ...delta,
      ...none,
      ...none,
    )
    for (const byte of header) bytes.push(byte)
  }
  const records = Buffer.from(bytes)
  made.set(reason, records)
  return records
}
