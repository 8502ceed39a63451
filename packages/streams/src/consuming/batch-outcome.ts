import type { BatchHandler, LogRecord, RecordBatch } from '../event-log.ts'

/** How far a handler came. */
export interface BatchOutcome {
  /** The offset to read from. */
  readonly next: bigint
  /** `complete`: it got past the batch. `short`: the rest is to come again. `failed`: it threw. */
  readonly end: 'complete' | 'short' | 'failed'
}

/** Runs the handler; a throw counts as no progress, and an offset past the batch as its end. */
export async function handleBatch(
  handler: BatchHandler,
  batch: RecordBatch,
  onError: (error: unknown) => void,
): Promise<BatchOutcome> {
  const first = offsetOf(batch.records[0])
  const end = offsetOf(batch.records.at(-1)) + 1n
  try {
    const next = await handler(batch)
    return next >= end ? { next: end, end: 'complete' } : { next: next < 0n ? 0n : next, end: 'short' }
  } catch (error) {
    onError(error)
    return { next: first, end: 'failed' }
  }
}

const offsetOf = (record: LogRecord | undefined): bigint => record?.offset ?? 0n
