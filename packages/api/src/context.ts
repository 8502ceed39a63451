import type { FeedInput, Frame, Identity, Position } from '@touchline/contracts'
import type { Database } from '@touchline/db'
import type { Actor } from './operations/actor.ts'
import type { RecordReader } from './operations/event/read-record.ts'
import type { EventSearch } from './operations/event/search-engine.ts'
import type { MatchFeedSource } from './operations/match/feed-source.ts'
import type { FeedRecord } from './operations/match/follow-match.ts'
import type { Outcome } from './operations/outcome.ts'

/** What every procedure and route may use. */
export interface ApiContext {
  readonly database: Database
  /** For reads of callers, so that these take no connection from what feeds live on. Default: `database`. */
  readonly readDatabase?: Database
  readonly feeds: MatchFeedSource
  readonly caller: Caller
  /** Who acts, where the transport knows it for sure; without it no operator's procedure answers. */
  readonly operator?: Actor | undefined
  /** What API keys are made with, where operators may make some. */
  readonly apiKeyPepper?: string
  /** Finds events where PostgreSQL's own search is not to. */
  readonly eventSearch?: EventSearch | undefined
  /** Reads a record of the log again; absent where this process has no log. */
  readonly readRecord?: RecordReader | undefined
  /** Where a trace can be looked at, with `{traceId}` in it. */
  readonly traceUrlTemplate?: string | undefined
  now(): Date
}

/** What the transport lends of one connection, so that one caller can't take what belongs to all. */
export interface Caller {
  /** Who calls; a renewal on an open connection may change it. */
  readonly identity: Identity
  /** Whose quotas this caller's feeds count against: a fan, an API key or an address. */
  readonly quotaKey?: string
  /** Takes a place for one call or one feed; undefined if the caller has as many as it may. */
  enter(kind: 'call' | 'feed'): Release | undefined
  /**
   * Runs a read when it is the caller's turn, who pays for what it found; throws a refusal where it would have to wait
   * too long. Absent where reads need no turn.
   */
  read?<T>(work: () => Promise<T>, foundOf: (value: T) => unknown): Promise<T>
  /** Resolves when the connection can take these frames; they are sent at once then. */
  take(frames: readonly Frame[]): Promise<void>
  /** Takes note of a feed that an adapter of tRPC's own iterates; absent where nobody asks for it later. */
  began?(input: FeedInput, after: Position): FeedRecord
  /** Goes on with a new token of the same fan and session; absent where each request brings its own. */
  renew?(token: string): Promise<Outcome<Identity, 'unauthorized' | 'unavailable'>>
}
export type Release = () => void
