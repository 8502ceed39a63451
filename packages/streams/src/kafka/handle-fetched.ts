import type { EachBatchPayload } from 'kafkajs'
import { type BatchOutcome, handleBatch } from '../consuming/batch-outcome.ts'
import type { KeyedRetryDelays } from '../consuming/retry-delays.ts'
import type { ConsumeOptions, RecordBatch, StartPlace, TopicPartition } from '../event-log.ts'
import type { Beginnings } from './beginnings.ts'
import type { Holdings } from './holdings.ts'
import { toLogRecord } from './log-record.ts'

export interface FetchedContext {
  readonly options: ConsumeOptions
  readonly holdings: Holdings
  readonly onError: (error: unknown) => void
  readonly mayHandle: () => boolean
  readonly delays: KeyedRetryDelays
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
    const end = await handleInBatches(context, payload, signal).catch((error): BatchOutcome['end'] => {
      context.onError(error)
      return 'failed'
    })
    clearInterval(beating)
    const delayMs = delayAfter(end, context, place)
    if (end !== 'complete' && context.mayHandle()) retryLater(context, payload, delayMs)
  })
}

function delayAfter(end: BatchOutcome['end'], { delays, options }: FetchedContext, place: TopicPartition) {
  if (end === 'failed') return delays.next(keyOf(place))
  delays.reset(keyOf(place))
  return options.retryDelayMs ?? 200
}

/** Unless it is complete, the rest should come again after a while. */
async function handleInBatches(
  context: FetchedContext,
  payload: EachBatchPayload,
  signal: AbortSignal,
): Promise<BatchOutcome['end']> {
  const { topic, partition, messages } = payload.batch
  await context.beginnings.known(signal)
  // What was fetched before the partition's beginning was known is fetched again, from there.
  if (payload.isStale()) return 'complete'
  const size = context.options.maxBatchRecords ?? 500
  for (let from = 0; from < messages.length; from += size) {
    if (signal.aborted || !context.mayHandle()) return 'complete'
    const records = messages
      .slice(from, from + size)
      .map(message => toLogRecord({ topic, partition }, message))
    const end = await handleOne(context, payload, { topic, partition, records, signal })
    if (end !== 'complete') return end
  }
  return 'complete'
}

async function handleOne(
  context: FetchedContext,
  payload: EachBatchPayload,
  batch: RecordBatch,
): Promise<BatchOutcome['end']> {
  const { next, end } = await handleBatch(context.options.handler, batch, context.onError)
  const first = batch.records[0]?.offset ?? 0n
  if (next === first || !context.holdings.holds(batch)) return end
  if (next < first) context.seek({ topic: batch.topic, partition: batch.partition, offset: next })
  else {
    await commit(payload, batch, next)
    context.delays.reset(keyOf(batch))
  }
  return end
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
function retryLater({ mayHandle }: FetchedContext, payload: EachBatchPayload, delayMs: number): void {
  const resume = payload.pause()
  setTimeout(() => mayHandle() && resume(), delayMs)
}

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`
