import { join } from 'node:path'
import { createBulkWrite } from '@touchline/api/opensearch'
import { forgetDocumentCheckpoints } from '@touchline/db'
import { createBreaker, createSpool } from '@touchline/resilience'
import type { LagWatch } from '../../lag.ts'
import type { OnError, ProcessorOptions } from '../../options.ts'
import { createDocumentSink, type DocumentSink } from './document-sink.ts'
import { createEventIndex } from './index.ts'

export interface StartOptions {
  readonly options: ProcessorOptions
  readonly lag: Pick<LagWatch, 'seconds'>
  readonly failed: OnError
}

/** Starts the index job, and where OpenSearch is named, what brings documents there. */
export function startEventIndex({ options, lag, failed }: StartOptions): { stop(): Promise<void> } {
  const { database, metrics, openSearch } = options
  const documents = metrics.counter(
    'touchline_event_documents_total',
    'Events that the search came to, by place',
  )
  let behind = { events: 0, seconds: 0 }
  metrics.gauge(
    'touchline_event_search_behind_events',
    'Stored events that the search has not',
    () => behind.events,
  )
  metrics.gauge(
    'touchline_event_search_lag_seconds',
    'For how long some of them have been',
    () => behind.seconds,
  )
  const onError = failed('index-events')
  const sink = openSearch && openSink({ options, openSearch, count: documents.add.bind(documents), failed })
  // Heard here, for nobody may come to ask for it.
  sink?.catch(failed('opensearch-spool'))
  const job = createEventIndex({
    ...{ database, lagSeconds: lag.seconds, onError },
    ...(sink && { keep: async batch => (await sink).keep(batch) }),
    onIndexed: by => documents.add(by, { place: 'postgres' }),
    onLag: now => {
      behind = now
    },
  })
  return {
    stop: async () => {
      await job.stop()
      const opened = await sink?.catch(() => undefined)
      await opened?.stop()
    },
  }
}

interface SinkParts {
  readonly options: ProcessorOptions
  readonly openSearch: NonNullable<ProcessorOptions['openSearch']>
  readonly count: (by: number, attributes: { place: string }) => void
  readonly failed: OnError
}

async function openSink({ options, openSearch, count, failed }: SinkParts): Promise<DocumentSink> {
  const { database, spool, logger } = options
  const onError = failed('opensearch')
  const held = await createSpool({
    folder: join(spool.folder, 'opensearch'),
    maxBytes: spool.maxBytes,
    onError: failed('opensearch-spool'),
  })
  const write = createBulkWrite({
    ...openSearch,
    onCreated: () => forgetDocumentCheckpoints(database, 'all'),
  })
  const sink = createDocumentSink({
    ...{ spool: held, write, breaker: createBreaker({ openMs: 5_000 }), onError },
    onLost: matchIds => forgetDocumentCheckpoints(database, matchIds),
    onWritten: by => count(by, { place: 'opensearch' }),
    onRefused: by => logger.warn({ documents: by }, 'OpenSearch refused documents for good'),
  })
  return {
    keep: sink.keep,
    stop: async () => {
      await sink.stop()
      await held.close()
    },
  }
}
