import * as nodeFiles from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { SpoolFiles } from '../spool/segments.ts'
import { createSpool, type Spool, type SpoolOptions } from '../spool/spool.ts'

export const bytes = (text: string): Buffer => Buffer.from(text)
export const texts = (records: readonly Uint8Array[]): string[] =>
  records.map(record => Buffer.from(record).toString())

/** A folder that goes when the test ends, and spools on it. */
export async function spoolRig() {
  const folder = await nodeFiles.mkdtemp(join(tmpdir(), 'spool-'))
  onTestFinished(() => nodeFiles.rm(folder, { recursive: true, force: true }))
  const open = async (options: Partial<SpoolOptions> = {}) => {
    const spool = await createSpool({ folder, maxBytes: 1_000_000, ...options })
    onTestFinished(() => spool.close())
    return spool
  }
  return { folder, open, segments: async () => (await nodeFiles.readdir(folder)).sort() }
}

/** Everything the spool holds, as text. */
export async function drainAll(spool: Spool, batch = 100): Promise<string[]> {
  const all: string[] = []
  await spool.drain(async records => void all.push(...texts(records)), { batch })
  return all
}

/** The real files, whose writes fail while `failing` is set, after half of the bytes were written. */
export function faultyFiles() {
  const faults: { failing: NodeJS.ErrnoException | undefined; truncating: boolean } = {
    failing: undefined,
    truncating: true,
  }
  const failWrite = async (handle: nodeFiles.FileHandle, data: Buffer) => {
    await handle.write(data.subarray(0, Math.ceil(data.length / 2)))
    throw faults.failing
  }
  const files: SpoolFiles = {
    ...nodeFiles,
    open: async (...args) => {
      const handle = await nodeFiles.open(...args)
      const write = handle.writeFile.bind(handle)
      const truncate = handle.truncate.bind(handle)
      handle.writeFile = data => (faults.failing ? failWrite(handle, data as Buffer) : write(data))
      handle.truncate = async length => {
        if (!faults.truncating) throw new Error('cannot truncate')
        await truncate(length)
      }
      return handle
    },
  }
  return { files, faults }
}
