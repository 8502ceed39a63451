import { deadLetterTopics, type Source, sourceTopics } from '@touchline/contracts'
import type { BatchHandler, Consumption, EventLog } from '@touchline/streams'

export interface RunnerOptions {
  readonly log: EventLog
  readonly group: string
  /** The handler of each topic, by name. */
  readonly handlers: Readonly<Record<string, BatchHandler>>
  readonly concurrency: number
  readonly maxBatchRecords: number
  readonly onError: (error: unknown) => void
}

/** Consumes all topics as one member of the group; each record goes to its topic's handler. */
export function run({ log, handlers, ...options }: RunnerOptions): Promise<Consumption> {
  return log.consume({
    ...options,
    topics: Object.keys(handlers),
    handler: batch => {
      const handler = handlers[batch.topic]
      if (!handler) throw new Error(`no handler for topic ${batch.topic}`)
      return handler(batch)
    },
  })
}

/** Builds a handler for each source's topic and for each dead-letter topic. */
export function handlersByTopic(
  enrich: (source: Source) => BatchHandler,
  bury: (source: Source) => BatchHandler,
): Record<string, BatchHandler> {
  const sources = Object.keys(sourceTopics) as Source[]
  return Object.fromEntries(
    sources.flatMap(source => [
      [sourceTopics[source], enrich(source)],
      [deadLetterTopics[source], bury(source)],
    ]),
  )
}
