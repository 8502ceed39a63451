import { coalesceOutbox, type Database } from '@touchline/db'

export interface UpkeepOptions {
  readonly database: Pick<Database, 'pool'>
  readonly maxRowsPerMatch: number
  readonly onError: (error: unknown) => void
}

const intervalMs = 5_000

/**
 * Keeps the outbox small while nothing can be published: call it after a pass over shards that failed. Looks at a
 * shard every 5 s at most; never rejects.
 */
export function createUpkeep({ database, maxRowsPerMatch, onError }: UpkeepOptions) {
  const dueAtMs = new Map<number, number>()
  return async (shards: readonly number[]): Promise<void> => {
    const nowMs = performance.now()
    const due = shards.filter(shard => nowMs >= (dueAtMs.get(shard) ?? 0))
    if (due.length === 0) return
    for (const shard of due) dueAtMs.set(shard, nowMs + intervalMs)
    await coalesceOutbox(database, due, maxRowsPerMatch).catch(onError)
  }
}
