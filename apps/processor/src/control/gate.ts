import type { BatchHandler } from '@touchline/streams'
import type { ConsumerWatch } from './consumer-watch.ts'

/** Records in the hands of handlers, by topic. */
export interface Gate {
  /** A handler that takes nothing while its consumer is paused: the log keeps the records and brings them again. */
  watch(consumer: string, handler: BatchHandler): BatchHandler
  inFlight(): ReadonlyMap<string, number>
}

export function createGate({ isPaused }: Pick<ConsumerWatch, 'isPaused'>): Gate {
  const inFlight = new Map<string, number>()
  const count = (topic: string, records: number) => inFlight.set(topic, (inFlight.get(topic) ?? 0) + records)
  return {
    inFlight: () => inFlight,
    watch: (consumer, handler) => async batch => {
      const { topic, records } = batch
      // No progress and no failure: a handler that waited here would keep the place of another topic's batch.
      if (isPaused({ consumer, topic })) return records[0]?.offset ?? 0n
      count(topic, records.length)
      try {
        return await handler(batch)
      } finally {
        count(topic, -records.length)
      }
    },
  }
}
