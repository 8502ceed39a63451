import type { Score, Source } from '@touchline/contracts'
import type { Mark } from './digest.ts'

/** An event that the load generator offered. */
export interface OfferedEvent {
  readonly source: Source
  readonly sourceEventId: string
  readonly matchId: string
  readonly type: string
  readonly occurredAtMs: number
  /** As told by the event itself; absent where it told none. */
  readonly clock?: { readonly period: number; readonly seconds: number } | undefined
  readonly digest: string
}

/** One entry of the journal of what went in, in the order of writing. */
export type Offer =
  | { readonly kind: 'event'; readonly event: OfferedEvent }
  /** The door said that it holds this event now; once for each time that it said so. */
  | { readonly kind: 'accepted'; readonly source: Source; readonly sourceEventId: string }
  /** Damaged bytes (SHA-256, hex) that have no sender to tell, taken in: they must become a dead letter. */
  | { readonly kind: 'damaged'; readonly rawHash: string }

/** A row of match_events. */
export interface StoredEvent {
  readonly matchId: string
  readonly epoch: number
  readonly seq: number
  readonly source: Source
  readonly sourceEventId: string
  readonly type: string
  readonly occurredAtMs: number
  readonly score: Score
  readonly digest: string
  readonly mark?: Mark | undefined
}

/** A row of dead_letters. */
export interface Letter {
  readonly source: Source
  readonly sourceEventId: string
  readonly matchId: string
  readonly state: string
  readonly disposition: string
  /** SHA-256 of the raw bytes, hex. */
  readonly rawHash: string
}

export interface AccountRow {
  readonly topic: string
  readonly matchId: string
  readonly accepted: number
  readonly stored: number
  readonly duplicate: number
  readonly revised: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
  readonly lost: number
}

type Tally = Score

export interface MatchRow {
  readonly matchId: string
  readonly epoch: number
  readonly lastSeq: number
  readonly status: string
  readonly score: Score
  readonly clock: { readonly period: number; readonly seconds: number }
  readonly yellowCards: Tally
  readonly redCards: Tally
}

export interface CheckpointRow {
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly nextOffset: number
}

/** What the database holds once all is quiet. */
export interface Database {
  readonly matches: Iterable<MatchRow>
  /** By match, then seq. */
  readonly stored: Iterable<StoredEvent>
  readonly letters: Iterable<Letter>
  readonly accounts: Iterable<AccountRow>
  readonly checkpoints: Iterable<CheckpointRow>
}

/** One fan's feed of one match, over all of its connections. */
export interface Feed {
  readonly fan: string
  readonly matchId: string
  /** `start`: from the first event. `live`: from the first that it received. */
  readonly from: 'start' | 'live'
  /** True if it was connected at the end, when all was quiet: it must have come to the match's last event. */
  readonly complete: boolean
}

/** What a fan's socket received. */
export interface Receipt {
  /** Index into the feeds. */
  readonly feed: number
  readonly epoch: number
  readonly seq: number
  readonly source: Source
  readonly sourceEventId: string
  readonly score: Score
  readonly digest: string
}

/** All that the checker knows. Each iterable is read once, in the order of this declaration. */
export interface History {
  readonly offers: Iterable<Offer>
  readonly database: Database
  readonly feeds: readonly Feed[]
  /** In each feed's order of arrival; feeds may be mixed. */
  readonly receipts: Iterable<Receipt>
}
