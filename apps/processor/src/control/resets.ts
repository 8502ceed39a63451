import {
  type Database,
  inTransaction,
  isDataFault,
  lockConsumerReset,
  saveConsumerReset,
} from '@touchline/db'
import type { EventLog } from '@touchline/streams'
import { resetAggregation } from './reset-aggregation.ts'
import { resetTopic } from './reset-topic.ts'

export interface ResetsOptions {
  readonly database: Database
  readonly log: EventLog
  readonly onReset: (reset: { readonly id: string }) => void
  readonly onError: (error: unknown) => void
  /** Records in one transaction. */
  readonly recordsPerStep?: number
}

/** Does the resets that operators asked for, one after the other. Several processors may: each reset is locked. */
export function createResets(options: ResetsOptions) {
  const { database, onReset, onError } = options
  const one = async (id: string, signal: AbortSignal) => {
    const reset = await inTransaction(database.pool, tx => lockConsumerReset(tx, id))
    if (!reset) return
    const isDone =
      reset.target.kind === 'match'
        ? await resetAggregation(database, id, reset.target.matchId)
        : await resetTopic(options, reset, signal)
    if (isDone) onReset({ id })
  }
  return async (ids: readonly string[], signal: AbortSignal): Promise<void> => {
    for (const id of ids) {
      if (signal.aborted) return
      await one(id, signal).catch(async (error: unknown) => {
        onError(error)
        if (isDataFault(error)) await giveUp(database, id, error)
      })
    }
  }
}

/** What the database refuses today it refuses tomorrow; all else is tried again at the next look. */
const giveUp = (database: Database, id: string, error: unknown): Promise<void> =>
  inTransaction(database.pool, async tx => {
    const mine = await lockConsumerReset(tx, id)
    if (!mine) return
    const message = error instanceof Error ? error.message : String(error)
    await saveConsumerReset(tx, id, {
      state: 'failed',
      result: { ...mine.result, error: message.slice(0, 500) },
    })
  })
