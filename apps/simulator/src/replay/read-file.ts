import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { limits } from '@touchline/formats'

/** A file that can't be read, or not as a recorded match; the message says why. */
export class RecordingFault extends Error {}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'not allowed to read it',
}

/** Reads a file of at most 64 MiB, named from here or from `startFolder`. Throws a `RecordingFault`. */
export async function readRecordingFile(file: string, startFolder: string): Promise<Buffer> {
  const path = existsSync(file) ? file : resolve(startFolder, file)
  try {
    const { size } = await stat(path)
    if (size > limits.bytes)
      throw new RecordingFault(`the file has ${size} bytes; at most ${limits.bytes} are read`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof RecordingFault) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new RecordingFault(reasons[code] ?? `it can't be read (${code})`)
  }
}
