import { allTopics, type Topic } from '@touchline/contracts'
import type { LogRecord } from '@touchline/streams'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { createLogger, createMetrics } from '@touchline/telemetry'
import { onTestFinished } from 'vitest'
import { createMemoryCursorStore } from '../cursors/memory-cursor-store.ts'
import type { IngestLimits } from '../limits.ts'
import { createPartnerBook } from '../providers/broadcast/partner-book.ts'
import { type IngestOptions, startIngest } from '../start-ingest.ts'

/** Fast enough for tests, long enough for a busy machine. */
const quickLimits: Partial<IngestLimits> = { backoffBaseMs: 5, backoffCapMs: 40, pollIntervalMs: 20 }

/** An ingest on a log in memory, stopped when the test ends. */
export async function startRig(options: Partial<IngestOptions> = {}) {
  const log = options.log ?? createMemoryEventLog({ partitions: 3 })
  const metrics = createMetrics('ingest')
  const ingest = await startIngest({
    logger: createLogger({ service: 'ingest', level: 'silent' }),
    metrics,
    host: '127.0.0.1',
    port: 0,
    partners: createPartnerBook({}),
    stadiums: [],
    socialFeeds: [],
    schema: 'none',
    cursors: createMemoryCursorStore(),
    ...options,
    log,
    limits: { ...quickLimits, ...options.limits },
  })
  onTestFinished(() => ingest.stop())
  const records = async (topic: Topic): Promise<LogRecord[]> => {
    const partitions = await Promise.all([0, 1, 2].map(partition => log.read(topic, partition, 0n, 100_000)))
    return partitions.flat()
  }
  return {
    ingest,
    metrics,
    url: `http://127.0.0.1:${ingest.port}`,
    records,
    events: async (topic: Topic) => (await records(topic)).map(eventOf),
    everything: async () => (await Promise.all(allTopics.map(records))).flat(),
  }
}

export interface StoredEvent {
  readonly sourceEventId: string
  readonly [member: string]: unknown
}

export const eventOf = (record: LogRecord): StoredEvent => JSON.parse(Buffer.from(record.value).toString())
