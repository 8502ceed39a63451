import { maxHeaders } from '../../limits.ts'
import { VarintReader, varint } from './varint.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** A record with more headers than it may have. */
interface Crowded {
  /** With its length. */
  readonly whole: Span
  /** From its attributes to its value. */
  readonly body: Span
  /** The headers that it keeps. */
  readonly kept: Span
}

/**
 * The records of a batch, each with its first `maxHeaders` headers: kafkajs takes time that grows with the square of
 * their number. The same bytes where no record has more. Throws RangeError for what are no records.
 */
export function withFewHeaders(records: Buffer): Buffer {
  const crowded: Crowded[] = []
  const reader = new VarintReader(records)
  while (reader.offset < records.length) {
    const found = readRecord(reader)
    if (found) crowded.push(found)
  }
  return crowded.length === 0 ? records : rewritten(records, crowded)
}

/** Passes over a record; undefined unless it has too many headers. */
function readRecord(reader: VarintReader): Crowded | undefined {
  const start = reader.offset
  const length = reader.int()
  const from = reader.offset
  const to = from + length
  reader.skip(1)
  reader.skipLong()
  reader.int()
  reader.skipSized()
  reader.skipSized()
  const body = { from, to: reader.offset }
  const count = reader.int()
  const headersFrom = reader.offset
  for (let header = 0; count > maxHeaders && header < maxHeaders; header += 1) {
    reader.skipSized()
    reader.skipSized()
  }
  const kept = { from: headersFrom, to: reader.offset }
  reader.goTo(to)
  return count > maxHeaders ? { whole: { from: start, to }, body, kept } : undefined
}

function rewritten(records: Buffer, crowded: readonly Crowded[]): Buffer {
  const count = Buffer.from(varint(maxHeaders))
  const parts: Buffer[] = []
  let end = 0
  for (const { whole, body, kept } of crowded) {
    const length = body.to - body.from + count.length + kept.to - kept.from
    parts.push(
      records.subarray(end, whole.from),
      Buffer.from(varint(length)),
      records.subarray(body.from, body.to),
      count,
      records.subarray(kept.from, kept.to),
    )
    end = whole.to
  }
  return Buffer.concat([...parts, records.subarray(end)])
}
