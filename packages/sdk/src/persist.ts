import type { Position } from '@touchline/contracts'
import { formatPosition, parsePosition } from '@touchline/contracts/wire'

/** Where positions are kept; `localStorage` is one. Calls may throw: a position that can't be kept is let go. */
export interface PositionStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** One feed's place, kept beyond the page's life. */
export interface KeptPlace {
  /** Undefined where nothing, or nothing of this match, is kept. */
  read(): Position | undefined
  /** Keeps it, at most once a second; the last one at `flush`. */
  keep(position: Position): void
  flush(): void
}

const everyMs = 1_000

export function createKeptPlace(
  key: string,
  matchId: string,
  storage: PositionStorage | undefined = globalThis.localStorage,
): KeptPlace {
  let unsaved: Position | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (unsaved)
      quietly(() => storage?.setItem(key, JSON.stringify([matchId, formatPosition(unsaved as Position)])))
    unsaved = undefined
  }

  return {
    read: () =>
      quietly(() => {
        const kept: unknown = JSON.parse(storage?.getItem(key) ?? 'null')
        if (Array.isArray(kept) && kept[0] === matchId) return parsePosition(String(kept[1]))
        if (kept !== null) storage?.removeItem(key)
        return undefined
      }),
    keep(position) {
      unsaved = position
      timer ??= setTimeout(flush, everyMs)
    },
    flush,
  }
}

/** A storage may be full, forbidden or filled by others. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
