import type { EachBatchPayload } from 'kafkajs'
import { handleBatch } from '../consuming/batch-outcome.ts'
import type { ConsumeOptions, RecordBatch, StartPlace, TopicPartition } from '../event-log.ts'
import type { Beginnings } from './beginnings.ts'
import type { Holdings } from './holdings.ts'
import { toLogRecord } from './log-record.ts'

export interface FetchedContext {
  readonly options: ConsumeOptions
  readonly holdings: Holdings
  readonly onError: (error: unknown) => void
  readonly mayHandle: () => boolean
  readonly heartbeatMs: number
  readonly beginnings: Pick<Beginnings, 'known'>
  /** What is fetched next begins there. */
  readonly seek: (place: StartPlace) => void
}

/**
 * Hands what was fetched to the handler in batches, and commits after each. What is not committed is fetched
 * again. Nothing is ever thrown: kafkajs would end the consumer.
 */
export async function handleFetched(context: FetchedContext, payload: EachBatchPayload): Promise<void> {
  const { topic, partition } = payload.batch
  const place = { topic, partition }
  await context.holdings.exclusively(place, async signal => {
    const beating = setInterval(() => payload.heartbeat().catch(context.onError), context.heartbeatMs)
    const complete = await handleInBatches(context, payload, signal).catch(error => {
      context.onError(error)
      return false
    })
    clearInterval(beating)
    if (!complete && context.mayHandle()) retryLater(context, payload)
  })
}

/** False if the rest should come again after a while. */
async function handleInBatches(
  context: FetchedContext,
  payload: EachBatchPayload,
  signal: AbortSignal,
): Promise<boolean> {
  const { topic, partition, messages } = payload.batch
  await context.beginnings.known(signal)
  // What was fetched before the partition's beginning was known is fetched again, from there.
  if (payload.isStale()) return true
  const size = context.options.maxBatchRecords ?? 500
  for (let from = 0; from < messages.length; from += size) {
    if (signal.aborted || !context.mayHandle()) return true
    const records = messages
      .slice(from, from + size)
      .map(message => toLogRecord({ topic, partition }, message))
    const complete = await handleOne(context, payload, { topic, partition, records, signal })
    if (!complete) return false
  }
  return true
}

async function handleOne(
  context: FetchedContext,
  payload: EachBatchPayload,
  batch: RecordBatch,
): Promise<boolean> {
  const { next, complete } = await handleBatch(context.options.handler, batch, context.onError)
  const first = batch.records[0]?.offset ?? 0n
  if (next === first || !context.holdings.holds(batch)) return complete
  if (next > first) await commit(payload, batch, next)
  else context.seek({ topic: batch.topic, partition: batch.partition, offset: next })
  return complete
}

async function commit(
  payload: EachBatchPayload,
  { topic, partition }: TopicPartition,
  next: bigint,
): Promise<void> {
  const offsets = { topics: [{ topic, partitions: [{ partition, offset: String(next) }] }] }
  await payload.commitOffsetsIfNecessary(offsets)
  payload.resolveOffset(String(next - 1n))
}

/** The partition rests without taking up one of the places for partitions handled at once. */
function retryLater({ options, mayHandle }: FetchedContext, payload: EachBatchPayload): void {
  const resume = payload.pause()
  setTimeout(() => mayHandle() && resume(), options.retryDelayMs ?? 200)
}
