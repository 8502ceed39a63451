import type { Lane } from '@touchline/contracts'
import { useMemo, useSyncExternalStore } from 'react'
import { createMatchStore } from './match-store.ts'
import type { FrameFold, MatchView } from './match-view.ts'
import type { Touchline } from './touchline.ts'

export type { FrameFold, Latency, MatchView } from './match-view.ts'

export interface UseMatchFeedOptions<T> {
  /** `start` replays the whole match into the view; `live` (the default) starts from its snapshot. */
  readonly from?: 'start' | 'live'
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
  { from = 'live', lanes, maxEvents = 200, fold }: UseMatchFeedOptions<T> = {},
): MatchView<T> {
  const lanesKey = lanes?.join(',')
  const store = useMemo(
    () =>
      createMatchStore<T>(touchline.match(matchId), {
        from,
        maxEvents,
        fold: fold ?? (noFold as FrameFold<unknown> as FrameFold<T>),
        ...(lanesKey && { lanes: lanesKey.split(',') as Lane[] }),
      }),
    [touchline, matchId, from, maxEvents, fold, lanesKey],
  )
  return useSyncExternalStore(store.subscribe, store.view, store.view)
}
