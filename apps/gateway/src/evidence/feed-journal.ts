import type { Identity, Lane, Position } from '@touchline/contracts'

/** Why a feed ended. `lost`: the connection broke; `failed`: we did. */
export type FeedEnd = 'left' | 'lost' | 'slow' | 'drained' | 'expired' | 'revoked' | 'failed'

export interface FeedBeginning {
  readonly connectionId: string
  readonly transport: 'socket' | 'sse'
  readonly identity: Identity
  readonly matchId: string
  /** All, if empty. */
  readonly lanes: readonly Lane[]
  readonly delaySeconds: number
  /** It gets what stands after this. */
  readonly after: Position
}

export interface FeedOmissionNote {
  readonly epoch: number
  readonly afterSeq: number
  readonly upToSeq: number
  readonly kind: 'low' | 'replaced' | 'gap'
}

/** One open feed's page in the journal. Neither call waits, fails, or costs more than a push. */
export interface FeedPage {
  omitted(note: FeedOmissionNote): void
  /** `at`: the last position written to the connection; undefined if there was none. */
  ended(reason: FeedEnd, at: Position | undefined): void
}

/**
 * What `explain` tells from: who followed what, from where to where, and what was left out. It is written to the store
 * in batches, within about a second; bounded, and what it had to leave out is counted.
 */
export interface FeedJournal {
  began(beginning: FeedBeginning): FeedPage
  close(): Promise<void>
}
