import {
  type ConsumerReset,
  type Database,
  dropWindows,
  inTransaction,
  lockAggregates,
  lockConsumerReset,
  saveAggregates,
  saveConsumerReset,
} from '@touchline/db'

/** The first event is the next to be folded, as in a match that no window has anything of. */
const nothingFolded = { epoch: 0, nextSeq: 1, newestAtMs: null, tooLate: 0, startedOver: true }

/**
 * Drops a match's windows and what says how far they are, in one transaction under the lock of the match's checkpoint:
 * the aggregation folds all of its events anew. Undefined where another processor is at it.
 */
export function resetAggregation(
  database: Database,
  id: string,
  matchId: string,
): Promise<ConsumerReset | undefined> {
  return inTransaction(database.pool, async tx => {
    const mine = await lockConsumerReset(tx, id)
    if (!mine) return undefined
    const [checkpoint] = await lockAggregates(tx, [matchId])
    await dropWindows(tx, [matchId])
    await saveAggregates(tx, [{ matchId, ...nothingFolded }])
    const events = (checkpoint?.nextSeq ?? 1) - 1
    await saveConsumerReset(tx, id, { state: 'done', result: { events } })
    return mine
  })
}
