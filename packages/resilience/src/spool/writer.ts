import type { FileHandle } from 'node:fs/promises'
import { asSpoolFault } from './faults.ts'
import { createFile, newSegment, type Segment, type SpoolFiles } from './segments.ts'

export interface WriterOptions {
  readonly folder: string
  readonly segmentBytes: number
  /** Oldest first; the writer adds to it. */
  readonly segments: Segment[]
  readonly files: SpoolFiles
  readonly onError: (error: unknown) => void
}

interface OpenSegment {
  readonly segment: Segment
  readonly handle: FileHandle
}

/** Appends to the newest segment, which this process made itself; its calls must not overlap. */
export function createWriter({ folder, segmentBytes, segments, files, onError }: WriterOptions) {
  let open: OpenSegment | undefined
  let lastNumber = segments.at(-1)?.number ?? 0

  const begin = async (): Promise<OpenSegment> => {
    const segment = newSegment(folder, ++lastNumber)
    const handle = await createFile(files, folder, segment.path)
    segments.push(segment)
    open = { segment, handle }
    return open
  }
  const seal = async () => {
    const { handle } = open ?? {}
    open = undefined
    await handle?.close()
  }
  /** After a failed write nobody knows what the file holds beyond its whole records: nothing more goes in. */
  const abandon = async ({ segment, handle }: OpenSegment) => {
    open = undefined
    try {
      await handle.truncate(segment.bytes).finally(() => handle.close())
      if (segment.bytes > 0) return
      await files.rm(segment.path, { force: true })
      segments.splice(segments.indexOf(segment), 1)
    } catch (error) {
      onError(error)
    }
  }
  const write = async (frames: Buffer, records: number) => {
    let current: OpenSegment | undefined
    try {
      current = open ?? (await begin())
      await current.handle.writeFile(frames)
      await current.handle.datasync()
    } catch (error) {
      if (current) await abandon(current)
      throw asSpoolFault(error)
    }
    current.segment.bytes += frames.length
    current.segment.records += records
    if (current.segment.bytes >= segmentBytes) await seal()
  }
  return { write, seal, isOpen: (segment: Segment) => open?.segment === segment }
}
