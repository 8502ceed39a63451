import { criticalTopic, deadLetterTopics, type Source, sourceTopics } from '@touchline/contracts'
import type { BatchHandler, Consumption, EventLog, StartAt } from '@touchline/streams'
import type { Gate } from './control/gate.ts'
import { hedged } from './jobs/enrich/hedge.ts'
import type { LossWatch } from './retention/loss-watch.ts'

export const processorGroup = 'processor'
/** A group of its own, so that critical events never wait for a place among the others. */
export const criticalGroup = 'processor-critical'

const mainTopics = [...Object.values(sourceTopics), ...Object.values(deadLetterTopics)]
export const topicsByGroup: Readonly<Record<string, readonly string[]>> = {
  [processorGroup]: mainTopics,
  [criticalGroup]: [criticalTopic],
}

export const groupOfTopic = (topic: string): string | undefined =>
  Object.entries(topicsByGroup).find(([, topics]) => topics.includes(topic))?.[0]

export interface RunnerOptions {
  readonly log: EventLog
  /** The handler of the sources' topics, by group. */
  readonly enrich: (group: string) => BatchHandler
  readonly bury: (source: Source) => BatchHandler
  /** Where a group's partitions begin. */
  readonly startAt: (group: string) => StartAt
  /** Accounts for what the log deleted unread. */
  readonly losses: Pick<LossWatch, 'watch' | 'startAt'>
  readonly gate: Gate
  readonly concurrency: number
  readonly maxBatchRecords: number
  readonly nowMs: () => number
  readonly onError: (error: unknown) => void
}

/** Consumes all topics, each record by its topic's handler; the critical ones with places of their own. */
export async function run(options: RunnerOptions): Promise<readonly Consumption[]> {
  const { log, enrich, startAt, losses, gate, nowMs, concurrency, maxBatchRecords, onError } = options
  const handlers = mainHandlers(options)
  const consume = (group: string, handler: BatchHandler) =>
    log.consume({
      group,
      topics: topicsByGroup[group] ?? [],
      handler: gate.watch(group, losses.watch(group, handler)),
      startAt: losses.startAt(startAt(group)),
      concurrency,
      maxBatchRecords,
      onError,
    })
  const main: BatchHandler = batch => {
    const handler = handlers[batch.topic]
    if (!handler) throw new Error(`no handler for topic ${batch.topic}`)
    return handler(batch)
  }
  return [
    await consume(criticalGroup, hedged(enrich(criticalGroup), nowMs)),
    await consume(processorGroup, main),
  ]
}

function mainHandlers({ enrich, bury }: RunnerOptions): Record<string, BatchHandler> {
  const enrichment = enrich(processorGroup)
  const sources = Object.keys(sourceTopics) as Source[]
  return Object.fromEntries(
    sources.flatMap(source => [
      [sourceTopics[source], enrichment],
      [deadLetterTopics[source], bury(source)],
    ]),
  )
}
