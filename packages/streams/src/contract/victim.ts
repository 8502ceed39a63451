import type { RecordBatch } from '../event-log.ts'

export interface VictimPlace {
  readonly topic: string
  readonly group: string
}

/** A member elsewhere that takes batches of 5, gets past two, and never returns from the third. */
export interface Victim {
  /** Resolves when the third batch is in its handler. */
  stuck: Promise<void>
  /** Ends it without a goodbye. */
  kill(): Promise<void>
}

export const victimBatchRecords = 5

export function victimHandler(onStuck: () => void): (batch: RecordBatch) => Promise<bigint> {
  let batches = 0
  return batch => {
    batches += 1
    if (batches < 3) return Promise.resolve(endOf(batch))
    onStuck()
    return new Promise(() => {})
  }
}

export const endOf = ({ records }: RecordBatch): bigint => (records.at(-1)?.offset ?? -1n) + 1n
