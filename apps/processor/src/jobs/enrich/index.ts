import { isDataFault } from '@touchline/db'
import type { BatchHandler, RecordBatch } from '@touchline/streams'
import type { Plan } from './plan.ts'
import { type ReadRecord, readRecord } from './read-record.ts'
import { type StoreContext, storeBatch } from './store-batch.ts'

export interface EnrichmentOptions extends StoreContext {
  /** Told after each commit. */
  readonly onStored: (plan: Plan) => void
}

const maxAttempts = 3

/**
 * The enrichment job of one source's topic. A batch is one transaction. Where one of its records makes the
 * database refuse the batch, its records go one by one, and the one at fault is dead after three tries. Where the
 * database itself fails, nothing is dead: the batch is thrown back to the log, which brings it again.
 */
export function createEnrichment(options: EnrichmentOptions): BatchHandler {
  const store = async (records: readonly ReadRecord[]) => {
    const plan = await storeBatch(options, records)
    if (plan) options.onStored(plan)
  }
  return async (batch: RecordBatch) => {
    const records = batch.records.map(record => readRecord(options.source, record))
    try {
      await store(records)
    } catch (error) {
      if (!isDataFault(error)) throw error
      for (const record of records) await storeAlone(record, store)
    }
    return (batch.records.at(-1)?.offset ?? -1n) + 1n
  }
}

async function storeAlone(
  read: ReadRecord,
  store: (records: readonly ReadRecord[]) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    try {
      return await store([read])
    } catch (error) {
      if (!isDataFault(error)) throw error
      if (attempt === maxAttempts) return store([condemned(read, attempt, error)])
    }
  }
}

function condemned(read: ReadRecord, attempts: number, error: unknown): ReadRecord {
  const message = error instanceof Error ? error.message : String(error)
  const { record } = read
  return {
    kind: 'dead',
    record,
    code: 'unprocessable',
    message,
    attempts,
    ...(read.kind === 'event' && { event: read.event }),
  }
}
