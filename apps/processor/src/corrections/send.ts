import { type Database, inTransaction, markCorrectionsSent, takeUnsentCorrections } from '@touchline/db'
import type { EventLog } from '@touchline/streams'
import { type Repeating, repeat } from '../repeat.ts'
import { toRecords } from './to-record.ts'

export interface CorrectionSenderOptions {
  readonly database: Database
  readonly log: Pick<EventLog, 'append'>
  /** How often to look. Default 250. */
  readonly intervalMs?: number
  readonly onError: (error: unknown) => void
}

const atOnce = 50

/**
 * Brings what operators corrected into the log, the oldest first: take, append, mark, in one transaction. At least once:
 * a crash between append and commit appends again, under the same id, which counts as a duplicate. One processor at a
 * time does it. While the log is away the corrections wait in their table.
 */
export function createCorrectionSender(options: CorrectionSenderOptions): Repeating {
  const { intervalMs = 250, onError } = options
  const work = async (signal: AbortSignal) => {
    while (!signal.aborted && (await sendOnce(options)) === atOnce);
  }
  return repeat({ everyMs: intervalMs, work, onError })
}

/** Returns how many were sent. */
export function sendOnce({
  database,
  log,
}: Pick<CorrectionSenderOptions, 'database' | 'log'>): Promise<number> {
  return inTransaction(database.pool, async tx => {
    const corrections = await takeUnsentCorrections(tx, atOnce)
    if (corrections.length === 0) return 0
    const records = corrections.flatMap(toRecords)
    for (const [topic, its] of Map.groupBy(records, ({ topic }) => topic)) {
      await log.append(
        topic,
        its.map(({ record }) => record),
      )
    }
    await markCorrectionsSent(
      tx,
      corrections.map(({ id }) => id),
    )
    return corrections.length
  })
}
