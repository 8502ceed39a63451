import type { CursorStore } from './cursor-store.ts'

/** Forgets with the process. */
export function createMemoryCursorStore(): CursorStore {
  const cursors = new Map<string, string>()
  return {
    load: async key => cursors.get(key),
    save: async (key, cursor) => {
      cursors.set(key, cursor)
    },
  }
}
