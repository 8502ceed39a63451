import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { SpoolDamaged } from './faults.ts'
import { decodeFrames } from './frames.ts'

/** The part of `node:fs/promises` that a spool uses. */
export type SpoolFiles = Pick<
  typeof import('node:fs/promises'),
  'mkdir' | 'readdir' | 'readFile' | 'open' | 'rm'
>

/** One file of the spool. `bytes` and `records` are what is known to be whole in it. */
export interface Segment {
  readonly number: number
  readonly path: string
  records: number
  bytes: number
  sentRecords: number
}

const extension = '.spool'
const numberLength = 12
const namePattern = new RegExp(`^\\d{${numberLength}}\\${extension}$`)

export const newSegment = (folder: string, number: number): Segment => ({
  number,
  path: join(folder, `${String(number).padStart(numberLength, '0')}${extension}`),
  records: 0,
  bytes: 0,
  sentRecords: 0,
})

/** What an earlier process left in the folder, oldest first; a torn end is told of and not counted. */
export async function findSegments(
  files: SpoolFiles,
  folder: string,
  onError: (error: unknown) => void,
): Promise<Segment[]> {
  await files.mkdir(folder, { recursive: true, mode: 0o700 })
  const names = (await files.readdir(folder)).filter(name => namePattern.test(name)).sort()
  const segments: Segment[] = []
  for (const name of names) {
    const segment = newSegment(folder, Number(name.slice(0, numberLength)))
    const held = await files.readFile(segment.path)
    const { records, validBytes } = decodeFrames(held)
    if (validBytes < held.length) await cutOff(files, segment.path, validBytes)
    if (validBytes < held.length) onError(new SpoolDamaged(segment.path, held.length - validBytes))
    segments.push({ ...segment, records: records.length, bytes: validBytes })
  }
  return segments
}

async function cutOff(files: SpoolFiles, path: string, bytes: number): Promise<void> {
  const handle = await files.open(path, 'r+')
  await handle.truncate(bytes).finally(() => handle.close())
}

/** Makes the segment's file; the name itself is durable too, for a file without a name is lost. */
export async function createFile(files: SpoolFiles, folder: string, path: string): Promise<FileHandle> {
  const handle = await files.open(path, 'wx', 0o600)
  try {
    await syncFolder(files, folder)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function syncFolder(files: SpoolFiles, folder: string): Promise<void> {
  // Windows opens no folder, and keeps names by itself.
  if (process.platform === 'win32') return
  const handle = await files.open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
