import type { EventLog } from '@touchline/streams'

/** The latest lag of each topic, refreshed in the background; `seconds` is the worst of its partitions. */
export interface LagWatch {
  read(): ReadonlyMap<string, { readonly records: number; readonly seconds: number }>
  stop(): void
}

export interface LagWatchOptions {
  readonly log: EventLog
  readonly group: string
  readonly topics: readonly string[]
  readonly onError: (error: unknown) => void
  /** Default 2,000. */
  readonly intervalMs?: number
}

export function watchLag({ log, group, topics, onError, intervalMs = 2_000 }: LagWatchOptions): LagWatch {
  let latest = new Map<string, { records: number; seconds: number }>()
  let busy = false
  const refresh = async () => {
    const next = new Map<string, { records: number; seconds: number }>()
    for (const { topic, lagRecords, lagSeconds } of await log.lag(group, topics)) {
      const { records, seconds } = next.get(topic) ?? { records: 0, seconds: 0 }
      next.set(topic, { records: records + lagRecords, seconds: Math.max(seconds, lagSeconds) })
    }
    latest = next
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    refresh()
      .catch(onError)
      .finally(() => {
        busy = false
      })
  }, intervalMs)
  return { read: () => latest, stop: () => clearInterval(timer) }
}
