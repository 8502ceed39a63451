import type { MatchId, Position } from '@touchline/contracts'
import { BatchReader } from './batch-reader.ts'
import type { EventStore } from './event-store.ts'

/** The position of a match's newest event, and when the store last wrote to the match, where the store tells. */
export type Head = Position & { readonly changedAtMs?: number }

/** Reads heads in batches. */
export class HeadReader {
  readonly #batches: BatchReader<MatchId, Head>

  constructor(store: EventStore) {
    this.#batches = new BatchReader({ keyOf: id => id, readAll: ids => store.readHeads(ids) })
  }

  /** As of a moment after the call; undefined if the match has no row. */
  read(matchId: MatchId): Promise<Head | undefined> {
    return this.#batches.read(matchId)
  }
}
