import type { Lane } from '@touchline/contracts'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { ConnectionStatus } from './connection.ts'
import type { FeedStart } from './feed-state.ts'
import { createMatchStore } from './match-store.ts'
import type { FrameFold, MatchView } from './match-view.ts'
import type { Presence, Touchline } from './touchline.ts'

export type { Arrived, FrameFold, Latency, MatchView, Omission } from './match-view.ts'

export interface UseMatchFeedOptions<T> {
  /**
   * `start` replays the whole match into the view; `live` (the default) starts from its snapshot; a match clock such as
   * `63:00` begins there, and shows the match as it was then.
   */
  readonly from?: FeedStart
  /** 0 to 60: the view stays so far behind what happens, its snapshot too. */
  readonly delaySeconds?: number
  readonly lanes?: readonly Lane[]
  /** How many of the newest events `events` holds; 200. */
  readonly maxEvents?: number
  /** Must be the same object at each render. */
  readonly fold?: FrameFold<T>
}

const noFold: FrameFold<undefined> = { initial: undefined, apply: () => undefined }

/** Follows a match while the component is mounted; renders at most once per 100 ms. */
export function useMatchFeed<T = undefined>(
  touchline: Touchline,
  matchId: string,
  { from = 'live', delaySeconds = 0, lanes, maxEvents = 200, fold }: UseMatchFeedOptions<T> = {},
): MatchView<T> {
  const lanesKey = lanes?.join(',')
  const store = useMemo(
    () =>
      createMatchStore<T>(touchline.match(matchId), {
        from,
        delaySeconds,
        maxEvents,
        fold: fold ?? (noFold as FrameFold<unknown> as FrameFold<T>),
        ...(lanesKey && { lanes: lanesKey.split(',') as Lane[] }),
      }),
    [touchline, matchId, from, delaySeconds, maxEvents, fold, lanesKey],
  )
  return useSyncExternalStore(store.subscribe, store.view, store.view)
}

const serverSide = (): ConnectionStatus => 'idle'

/** How the feeds of a client are connected, all together. */
export function useConnection({ connection }: Touchline): ConnectionStatus {
  return useSyncExternalStore(connection.onChange, () => connection.status, serverSide)
}

const presenceEveryMs = 15_000
/** The page itself is counted a moment after it came. */
const presenceAgainMs = 3_000

/** Who watches a match; asked for again every 15 s while the page is shown. Undefined until it is known. */
export function usePresence(touchline: Touchline, matchId: string): Presence | undefined {
  const [known, setKnown] = useState<{ readonly matchId: string; readonly presence: Presence }>()
  useEffect(() => {
    let mounted = true
    const ask = async () => {
      if (document.hidden) return
      const presence = await touchline
        .match(matchId)
        .presence()
        .catch(() => undefined)
      if (mounted && presence) setKnown({ matchId, presence })
    }
    void ask()
    const again = setTimeout(ask, presenceAgainMs)
    const timer = setInterval(ask, presenceEveryMs)
    document.addEventListener('visibilitychange', ask)
    return () => {
      mounted = false
      clearTimeout(again)
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [touchline, matchId])
  return known?.matchId === matchId ? known.presence : undefined
}
