import type { Lane, MatchEvent, MatchId, Position } from '@touchline/contracts'
import type { Outcome } from '../outcome.ts'

/**
 * PORT: the events of matches as they come, shared by all followers of this process.
 *
 * Order: `read` gives what stands after a position, in order of `seq`, without gaps and without doubles.
 * Durability: everything read is stored; what a follower has not read yet can be read later, however far it
 * lags behind. Size: nothing is queued per follower, and one read is bounded in bytes.
 * Failure: while the store is away, `read` and `refresh` wait for it; they end early when the follower leaves.
 */
export interface MatchFeedSource {
  /**
   * Attaches to a match, known or not; resolves once its head is known and watched. `unavailable` if the store
   * does not answer, `rate-limited` if this process can watch no more matches, or the caller waits for too many that
   * nobody knows. `signal` ends it like `leave`; `caller` is whose quota counts.
   */
  join(
    matchId: MatchId,
    signal: AbortSignal,
    caller?: string,
  ): Promise<Outcome<JoinedFeed, 'unavailable' | 'rate-limited'>>
}

export interface JoinedFeed {
  /** The position of the newest event known; undefined while the match has none. */
  head(): Position | undefined
  /** Reads the head anew from the store. */
  refresh(): Promise<void>
  /** What stands after a position of the head's epoch. An empty slice whose `next` is `after`: nothing yet. */
  read(after: Position, lanes?: readonly Lane[]): Promise<FeedSlice>
  /** Resolves when the head is no longer `seen`, or the follower has left. */
  changed(seen: Position | undefined): Promise<void>
  leave(): void
}

export interface FeedSlice {
  readonly events: readonly MatchEvent[]
  /** Everything up to here has been read; go on from it. */
  readonly next: Position
  /** The store holds later events and not the next one: they are gone. */
  readonly missing?: boolean
}
