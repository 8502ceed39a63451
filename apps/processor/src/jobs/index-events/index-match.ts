import {
  type Database,
  dropDocuments,
  type EventDocument,
  inTransaction,
  type LockedCheckpoint,
  lockDocuments,
  readIndexable,
  readIndexableAt,
  saveDocumentCheckpoint,
  saveDocuments,
  searchWordsVersion,
  type Transaction,
  type UnindexedMatch,
} from '@touchline/db'
import { unindexedTypes } from './document-of.ts'
import { documentsOf, seqsRevisedBy } from './documents-of.ts'

export interface IndexedBatch {
  readonly documents: number
  /** Whether the match has more. */
  readonly isMore: boolean
}

export interface IndexContext {
  readonly database: Database
  /** Told of documents before they are committed: it may be told of them again. */
  readonly keep?: ((documents: readonly EventDocument[]) => Promise<void>) | undefined
}

const documentsPerBatch = 500
/** Readings that are passed over are read nevertheless. */
const eventsPerBatch = 5_000

/**
 * Adds a match's next events to the search and says how far it came, in one transaction: killed at any instant, it goes
 * on from where the last one ended. Nothing is done where another process is at work on the match.
 */
export function indexMatch(context: IndexContext, match: UnindexedMatch): Promise<IndexedBatch> {
  return inTransaction(context.database.pool, async tx => {
    const [checkpoint] = await Promise.all([
      lockDocuments(tx, match.matchId),
      // Losing this commit to a crash only indexes again: no need to wait for the disk.
      tx.query('set local synchronous_commit = off'),
    ])
    if (!checkpoint || match.epoch < checkpoint.epoch) return { documents: 0, isMore: false }
    const firstSeq = await startOf(tx, match, checkpoint)
    const lastSeq = Math.min(match.lastSeq, firstSeq + eventsPerBatch - 1)
    const range = { matchId: match.matchId, firstSeq, lastSeq, withoutTypes: unindexedTypes }
    const events = await readIndexable(tx, { ...range, limit: documentsPerBatch })
    const revised = await readIndexableAt(tx, match.matchId, seqsRevisedBy(events))
    const documents = documentsOf(events, revised, match.fixture)
    await context.keep?.(documents)
    const reached = events.length === documentsPerBatch ? (events.at(-1)?.seq ?? lastSeq) : lastSeq
    const nextSeq = Math.max(firstSeq, reached + 1)
    await Promise.all([
      saveDocuments(tx, documents),
      saveDocumentCheckpoint(tx, { matchId: match.matchId, epoch: match.epoch, nextSeq }),
    ])
    return { documents: documents.length, isMore: nextSeq <= match.lastSeq }
  })
}

/**
 * Where the match's history was lost since, or its checkpoint was deleted, all of it is indexed anew. So is what an
 * earlier version wrote; its documents are found until each is written over.
 */
async function startOf(
  tx: Transaction,
  match: UnindexedMatch,
  checkpoint: LockedCheckpoint,
): Promise<number> {
  if (match.epoch === checkpoint.epoch)
    return checkpoint.wordsVersion < searchWordsVersion ? 1 : checkpoint.nextSeq
  await dropDocuments(tx, match.matchId)
  return 1
}
