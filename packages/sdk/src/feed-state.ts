import type { Frame, Position } from '@touchline/contracts'
import type { TouchlineError } from './touchline-error.ts'

/** `stalled`: without a connection for longer than the page should keep quiet about. */
export type FeedStatus =
  | { readonly tag: 'connecting'; readonly sinceMs: number }
  | { readonly tag: 'catching-up'; readonly sinceMs: number; readonly movedAtMs: number }
  | { readonly tag: 'live'; readonly sinceMs: number }
  | { readonly tag: 'stalled'; readonly sinceMs: number }
  | { readonly tag: 'closed'; readonly sinceMs: number; readonly error?: TouchlineError }

/** Which subscription the feed wants: another generation means "drop the one you have, open this one". */
export interface WantedSubscription {
  readonly generation: number
  readonly tag: 'open' | 'held'
  /** Tries since the feed last moved; from 1 on, the next one waits. */
  readonly attempt: number
}

export interface FeedCounts {
  /** Distinct frames passed on. */
  readonly received: number
  readonly duplicates: number
  /** Holes in what came, each mended by asking again. */
  readonly gaps: number
  readonly disconnects: number
  /** Positions that the gateway left out and told of, by `feed-skipped` or `feed-gap`. */
  readonly skipped: number
  /** What came and could not be read; each time the feed asks again, and waits longer. */
  readonly malformed: number
}

/** `start`: the match's first event; `live`: the next one; a match clock such as `63:00`: there, and on into live. */
export type FeedStart = 'start' | 'live' | `${number}:${number}`

export interface FeedRules {
  /** False where a lanes filter leaves holes by intent: positions then only have to rise. */
  readonly contiguous: boolean
  readonly from: FeedStart
  /** Without a connection for this long, the feed says that it is stalled. */
  readonly stallAfterMs: number
  /** A resumed feed that stays quiet for this long has caught up. */
  readonly settleMs: number
  /** So has one whose frame was stored at most this long ago. */
  readonly freshMs: number
}

export const defaultRules: FeedRules = {
  contiguous: true,
  from: 'live',
  stallAfterMs: 3_000,
  settleMs: 500,
  freshMs: 1_000,
}

export interface FeedState {
  readonly rules: FeedRules
  readonly status: FeedStatus
  readonly subscription: WantedSubscription
  /** The last place up to which everything was passed on; undefined until the first frame. */
  readonly position: Position | undefined
  /** What this transition passes on to the consumer. */
  readonly emitted: Frame | undefined
  readonly counts: FeedCounts
}

export type FeedInput =
  | { readonly tag: 'opened'; readonly generation: number; readonly nowMs: number }
  | { readonly tag: 'frame'; readonly generation: number; readonly frame: Frame; readonly nowMs: number }
  | { readonly tag: 'malformed'; readonly generation: number; readonly nowMs: number }
  | { readonly tag: 'disconnected'; readonly generation: number; readonly nowMs: number }
  /** `failed`: the server ended this subscription, or refused it with an error that may pass; else its carrier changes. */
  | { readonly tag: 'ended'; readonly generation: number; readonly failed: boolean; readonly nowMs: number }
  /** The consumer is too slow (`held`) or has room again (`resumed`). */
  | { readonly tag: 'held' | 'resumed'; readonly nowMs: number }
  | { readonly tag: 'tick'; readonly nowMs: number }
  | { readonly tag: 'closed'; readonly error?: TouchlineError; readonly nowMs: number }

export const initialFeedState = (
  rules: FeedRules,
  position: Position | undefined,
  nowMs: number,
): FeedState => ({
  rules,
  status: { tag: 'connecting', sinceMs: nowMs },
  subscription: { generation: 1, tag: 'open', attempt: 0 },
  position,
  emitted: undefined,
  counts: { received: 0, duplicates: 0, gaps: 0, disconnects: 0, skipped: 0, malformed: 0 },
})
