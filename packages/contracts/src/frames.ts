import type { MatchEvent, MatchSnapshot } from './match-event.ts'

/**
 * The feed starts over from `seq` 1 of this epoch: the position that the client holds belongs to a history that was
 * lost. All that was told before is void.
 */
export interface FeedReset {
  readonly type: 'feed-reset'
  readonly matchId: string
  readonly epoch: number
  /** Always 0: the next event is 1. */
  readonly seq: 0
  /** `history-lost`: the epoch is the same, and the position lies beyond its newest event. */
  readonly reason: 'epoch-changed' | 'history-lost'
  /** The match as this feed may show it now, until the events have come so far; it may be absent. */
  readonly snapshot?: MatchSnapshot
}

/** The events after `afterSeq` up to `seq` were left out, for the connection could not take all that came. */
export interface FeedSkip {
  readonly type: 'feed-skipped'
  readonly matchId: string
  readonly epoch: number
  readonly seq: number
  readonly afterSeq: number
  /** How many of them: of the low lane, and of those that a later event of this feed replaces. */
  readonly low: number
  readonly replaced: number
}

/** What lies after `afterSeq` up to `seq` won't come one by one: the snapshot holds what it led to. */
export interface FeedGap {
  readonly type: 'feed-gap'
  readonly matchId: string
  readonly epoch: number
  /** The snapshot's `lastSeq`. */
  readonly seq: number
  readonly afterSeq: number
  /** The connection was too slow for too long, or the store no longer holds those events. */
  readonly reason: 'slow' | 'not-stored'
  readonly snapshot: MatchSnapshot
}

export type Marker = FeedReset | FeedSkip | FeedGap

/** What `match.feed` sends, each under the id `epoch:seq`. */
export type Frame = MatchEvent | Marker

export const isMarker = (frame: Frame): frame is Marker => frame.type.startsWith('feed-')
