import * as nodeFiles from 'node:fs/promises'
import { createSerial } from '../serial.ts'
import { SpoolDamaged, SpoolFull } from './faults.ts'
import { decodeFrames, encodeFrames } from './frames.ts'
import { findSegments, type Segment, type SpoolFiles } from './segments.ts'
import { createWriter } from './writer.ts'

/**
 * A bounded, durable queue of byte records on this machine's disk, for when the place they belong to is away.
 *
 * Order: oldest first, in the order of the `append` calls.
 * Durability: when `append` resolves, the records survive the death of the process and of the machine. When it
 * rejects, they may or may not be held. A record that a crash cut short is cut off at the next start.
 * Duplication: at least once. Records whose `send` resolved come again if the process dies before their segment
 * is removed, and a batch whose `send` rejected comes again whole.
 * Size: all files together stay within `maxBytes`; a segment is read into memory as a whole.
 * Failure: `append` rejects with SpoolFull where the bound or the disk is full, and leaves what was held readable.
 * One process at a time may use a folder.
 */
export interface Spool {
  append(records: readonly Uint8Array[]): Promise<void>
  /**
   * Sends what is held at this moment, at most `batch` records at once, and resolves with how many were sent.
   * Rejects with what `send` rejected with; what was sent before that is not sent again by this process.
   */
  drain(send: (records: readonly Uint8Array[]) => Promise<void>, options: DrainOptions): Promise<number>
  depth(): SpoolDepth
  /** Waits for the append and the drain in hand. What is held stays for the next process. */
  close(): Promise<void>
}

export interface DrainOptions {
  readonly batch: number
}

export interface SpoolDepth {
  /** Not yet sent. */
  readonly records: number
  /** On the disk. */
  readonly bytes: number
}

export interface SpoolOptions {
  /** Made if it is absent. */
  readonly folder: string
  readonly maxBytes: number
  /** A segment that has reached this is closed. Default: a sixteenth of `maxBytes`, at most 4 MiB. */
  readonly segmentBytes?: number
  /** Told of bytes that could not be read as records (SpoolDamaged) and of files that could not be tidied up. */
  readonly onError?: (error: unknown) => void
  readonly files?: SpoolFiles
}

const largestSegmentBytes = 4 * 1_048_576

/** Opens the spool in a folder, with what an earlier process left there. */
export async function createSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, maxBytes, files = nodeFiles, onError = () => {} } = options
  const segmentBytes = options.segmentBytes ?? Math.min(largestSegmentBytes, Math.ceil(maxBytes / 16))
  const segments = await findSegments(files, folder, onError)
  const writer = createWriter({ folder, segmentBytes, segments, files, onError })
  const inWriting = createSerial()
  const inDraining = createSerial()
  let closed = false
  const heldBytes = () => segments.reduce((sum, segment) => sum + segment.bytes, 0)

  const append = async (records: readonly Uint8Array[]) => {
    if (closed) throw new Error('the spool is closed')
    if (records.length === 0) return
    const frames = encodeFrames(records)
    if (heldBytes() + frames.length > maxBytes) throw new SpoolFull(`the spool holds ${heldBytes()} bytes`)
    await writer.write(frames, records.length)
  }
  const remove = async (segment: Segment) => {
    await files.rm(segment.path, { force: true })
    segments.splice(segments.indexOf(segment), 1)
  }
  const drain: Spool['drain'] = async (send, { batch }) => {
    await inWriting(writer.seal)
    let sent = 0
    for (const segment of segments.filter(segment => !writer.isOpen(segment))) {
      const records = await readSegment(segment, files, onError)
      for (let start = segment.sentRecords; start < records.length; start += batch) {
        if (closed) return sent
        const part = records.slice(start, start + batch)
        await send(part)
        segment.sentRecords += part.length
        sent += part.length
      }
      await remove(segment)
    }
    return sent
  }
  return {
    append: records => inWriting(() => append(records)),
    drain: (send, drainOptions) => inDraining(() => drain(send, drainOptions)),
    depth: () => ({
      records: segments.reduce((sum, segment) => sum + segment.records - segment.sentRecords, 0),
      bytes: heldBytes(),
    }),
    async close() {
      closed = true
      await inDraining(() => inWriting(writer.seal))
    },
  }
}

/** Only what was known to be whole: an append that failed may have left part of itself behind. */
async function readSegment(
  segment: Segment,
  files: SpoolFiles,
  onError: (error: unknown) => void,
): Promise<readonly Buffer[]> {
  const held = await files.readFile(segment.path)
  const { records, validBytes } = decodeFrames(held.subarray(0, segment.bytes))
  if (validBytes < segment.bytes) onError(new SpoolDamaged(segment.path, segment.bytes - validBytes))
  return records
}
