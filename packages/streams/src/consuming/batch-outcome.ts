import type { BatchHandler, LogRecord, RecordBatch } from '../event-log.ts'

/** How far a handler came: `next` is the offset to read from, `complete` whether it got past the batch. */
export interface BatchOutcome {
  readonly next: bigint
  readonly complete: boolean
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
    return next >= end ? { next: end, complete: true } : { next: next < 0n ? 0n : next, complete: false }
  } catch (error) {
    onError(error)
    return { next: first, complete: false }
  }
}

const offsetOf = (record: LogRecord | undefined): bigint => record?.offset ?? 0n
