import { pauseFor } from '../consuming/signals.ts'
import type { Database } from './connection.ts'

export interface Retention {
  /** Default 7 days. */
  readonly maxAgeMs?: number
  /** Of keys, headers and values in one partition. Default 1 GiB. */
  readonly maxBytesPerPartition?: number
  /** Default 60,000. */
  readonly everyMs?: number
}

const stepRecords = 5_000
const weekMs = 7 * 24 * 3_600_000

/** Trims all partitions from time to time, in small steps with rests between them. */
export function startRetention(database: Database, retention: Retention, onError: (error: unknown) => void) {
  const stopping = new AbortController()
  const { signal } = stopping
  const { everyMs = 60_000 } = retention

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await pauseFor(everyMs, signal)
      if (!signal.aborted) await trimAll(database, retention, signal).catch(onError)
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

export async function trimAll(database: Database, retention: Retention, signal: AbortSignal): Promise<void> {
  const { maxAgeMs = weekMs, maxBytesPerPartition = 1_073_741_824 } = retention
  const partitions = await database.query<{ id: number }>({
    text: 'select id from touchline_log.partition order by id',
  })
  for (const { id } of partitions) {
    let trimmed = stepRecords
    while (trimmed === stepRecords && !signal.aborted) {
      const values = [id, stepRecords, Date.now() - maxAgeMs, maxBytesPerPartition]
      const text = 'select touchline_log.trim($1, $2, $3, $4) as trimmed'
      const [row] = await database.query<{ trimmed: number }>({ text, values })
      trimmed = row?.trimmed ?? 0
      await pauseFor(20, signal)
    }
  }
}
