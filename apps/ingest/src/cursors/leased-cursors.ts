import {
  type Database,
  type Lease,
  loadSourceCursor,
  type SourceCursor,
  saveSourceCursors,
} from '@touchline/db'
import type { CursorStore } from './cursor-store.ts'

/** Cursors in the database, each of which only the holder of its source's lease can move. */
export interface LeasedCursors {
  /** The store of one holding, whatever the key. */
  of(lease: Lease): CursorStore
  /** Writes what is not written yet; resolves when it is, or could not be. */
  flush(): Promise<void>
}

const defaultWriteEveryMs = 250

/** Writes at most once per `writeEveryMs`, all cursors in one statement; tries again what failed. */
export function createLeasedCursors(
  database: Pick<Database, 'pool'>,
  onError: (error: unknown) => void,
  writeEveryMs = defaultWriteEveryMs,
): LeasedCursors {
  const unwritten = new Map<string, SourceCursor>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const write = async () => {
    const cursors = [...unwritten.values()]
    unwritten.clear()
    if (cursors.length === 0) return
    try {
      await saveSourceCursors(database, cursors)
    } catch (error) {
      keep(cursors)
      onError(error)
    }
  }
  const keep = (cursors: readonly SourceCursor[]) => {
    for (const one of cursors) if (!unwritten.has(one.lease.name)) unwritten.set(one.lease.name, one)
    schedule()
  }
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write)
    return writing
  }
  const schedule = () => {
    timer ??= setTimeout(flush, writeEveryMs).unref()
  }
  return {
    of: lease => ({
      load: () => loadSourceCursor(database, lease.name),
      save: async (_key, cursor) => {
        unwritten.set(lease.name, { lease, cursor })
        schedule()
      },
    }),
    flush,
  }
}
