import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from '@touchline/telemetry'
import { z } from 'zod'
import type { CursorStore } from './cursor-store.ts'

export interface FileCursorStore extends CursorStore {
  /** Writes what is not written yet. */
  close(): Promise<void>
}

const cursorsSchema = z.record(z.string(), z.string())
const defaultWriteEveryMs = 500

/** One small JSON file, replaced as a whole by rename, at most once per `writeEveryMs`. */
export async function createFileCursorStore(
  path: string,
  logger: Logger,
  writeEveryMs = defaultWriteEveryMs,
): Promise<FileCursorStore> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const cursors = new Map(Object.entries(await readCursors(path, logger)))
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const write = () => {
    clearTimeout(timer)
    timer = undefined
    writing = writing
      .then(() => replaceFile(path, JSON.stringify(Object.fromEntries(cursors))))
      .catch(error => logger.warn({ err: error, path }, 'cursors could not be written'))
    return writing
  }
  return {
    load: async key => cursors.get(key),
    save: async (key, cursor) => {
      cursors.set(key, cursor)
      timer ??= setTimeout(write, writeEveryMs)
    },
    close: () => (timer ? write() : writing),
  }
}

async function readCursors(path: string, logger: Logger): Promise<Record<string, string>> {
  try {
    return cursorsSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!absent)
      logger.warn({ err: error, path }, 'unreadable cursor file: every source starts from its oldest')
    return {}
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  await writeFile(draft, text, { mode: 0o600 })
  await rename(draft, path)
}
